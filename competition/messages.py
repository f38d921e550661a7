"""The texts of the interface: gathered from the source, kept with their English in one catalogue, compiled for Django.

`python -m competition.messages` (make messages) brings competition/locale/en/LC_MESSAGES/django.po in line with the source: new
texts enter without English, texts that are gone leave, all others keep their translation. Nothing is guessed.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parent.parent
CATALOGUE = BASE / "competition" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CODE = ("competition", "submissions", "judging")
TEMPLATES = "templates"
# The letters have one template for each language and no text to look up.
LETTERS = "templates/notices/"

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Written by hand: Babel's own header carries the hour of writing, and every gathering would change it.
HEADER = """\
# The English interface. The keys are the Indonesian texts of the source; `make messages` gathers them.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def gather_texts() -> Catalog:
    """Return every text of code and templates that is looked up, untranslated, with the files it stands in.

    :raises ValueError: for a template that cannot be read, with its name.
    """
    catalogue = Catalog(locale="en", fuzzy=False)
    for path in _sources():
        name = path.relative_to(BASE).as_posix()
        code = path.read_bytes() if path.suffix == ".py" else _template_as_code(path, name)
        options = {"encoding": "utf-8"}
        for line, text, comments, context in extract("python", BytesIO(code), KEYWORDS, ("Translators:",), options):
            catalogue.add(text, locations=[(name, line)], auto_comments=comments, context=context)
    return catalogue


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """Return the catalogue as it is kept; an absent file is an empty one."""
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def merge_texts(gathered: Catalog, kept: Catalog) -> Catalog:
    """Return the gathered texts with the translations that were kept for exactly these texts."""
    for message in texts_of(gathered):
        known = kept.get(message.id, message.context)
        if known is not None and known.pluralizable == message.pluralizable and not known.fuzzy:
            message.string = known.string
            message.user_comments = known.user_comments
    return gathered


def write_catalogue(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Write the catalogue: in order of files, without line numbers and dates, so that only a changed text changes it."""
    out = BytesIO()
    write_po(out, catalogue, width=None, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.encode() + out.getvalue().rstrip(b"\n") + b"\n")


def compile_catalogue(path: Path = CATALOGUE) -> None:
    """Compile the catalogue beside itself, if that has not been done since it changed."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
        return
    out = BytesIO()
    write_mo(out, read_catalogue(path))
    # In one move: a run beside this one never reads half a file.
    draft = target.with_suffix(".new")
    draft.write_bytes(out.getvalue())
    draft.replace(target)


def texts_of(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages without the header."""
    return (message for message in catalogue if message.id)


def translations_of(message: Message) -> tuple[str, ...]:
    """Return the message's translations: one, or one for each plural form."""
    return message.string if isinstance(message.string, tuple) else (message.string or "",)


def _sources() -> Iterator[Path]:
    for folder in CODE:
        yield from sorted((BASE / folder).rglob("*.py"))
    for path in sorted((BASE / TEMPLATES).rglob("*")):
        if path.suffix in {".html", ".txt"} and not path.relative_to(BASE).as_posix().startswith(LETTERS):
            yield path


def _template_as_code(path: Path, name: str) -> bytes:
    try:
        code = templatize(path.read_text(encoding="utf-8"), name)
    except SyntaxError as problem:
        raise ValueError(f"{name}: {problem}") from problem
    # What is left of the markup is no Python: its indentation must not be read as such.
    return "\n".join(line.strip() for line in code.split("\n")).encode()


def main() -> int:
    """Gather, merge, write and compile; say what still has no English."""
    catalogue = merge_texts(gather_texts(), read_catalogue())
    write_catalogue(catalogue)
    compile_catalogue()
    messages = list(texts_of(catalogue))
    missing = [message for message in messages if not all(translations_of(message))]
    for message in missing:
        text = message.id if isinstance(message.id, str) else message.id[0]
        sys.stdout.write(f"no English yet: {text}\n")
    sys.stdout.write(f"{len(messages)} texts, {len(missing)} without English\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
