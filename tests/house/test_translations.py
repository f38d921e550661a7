"""Every text of the interface is Indonesian in the source and has its English; nothing a reader sees goes past gettext."""

import ast
import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.mofile import write_mo
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation import gettext, pgettext

from competition import messages
from tests.house.source import expect_none, modules

TEMPLATES = messages.BASE / "templates"
LOOKUPS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
NAMED = re.compile(r"(?<!%)%\((\w+)\)[a-z]")
ESCAPED = re.compile(r"%%\(\w+\)[a-z]")
MARKUP = re.compile(r"</?\w+[^>]*>")
# The same word in both languages, or a pattern without words.
SHARED = {
    "Audit",
    "Auditor",
    "Bahasa Indonesia",
    "CSV",
    "Evaluator",
    "JSON",
    "Menu",
    "Proposal",
    "Status",
    "Unit",
    "Video",
    "%(name)s, %(when)s.",
}
INDONESIAN = re.compile(r"\b(yang|dan|untuk|tidak|belum|sudah|dengan|pada|Anda|instansi(?!\.go\.id)|penilai|nilai)\b", re.I)
# Each language is named in itself, so that a reader who knows only the other one finds it.
NAMES = {"KIPP", "English", "Bahasa", "Indonesia"}
SEEN = re.compile(r'\b(?:aria-label|title|alt|placeholder|data-(?:label|left|over|show|hide))="([^"\0]*[^\W\d_]{2}[^"\0]*)"')


@pytest.fixture(scope="module")
def kept():
    """Return the catalogue as it is committed."""
    return messages.read_catalogue()


@pytest.fixture(scope="module")
def texts(kept):
    """Return the messages of the committed catalogue."""
    return list(messages.texts_of(kept))


def sources(message):
    """Return the message's Indonesian: one, or one for each plural form."""
    return message.id if isinstance(message.id, tuple) else (message.id,)


def pairs(message):
    """Return each translation beside the Indonesian it stands for."""
    return zip(sources(message), messages.translations_of(message), strict=True)


def parts_of(text):
    """Return what a program fills in or a browser reads: the same must stand in every language."""
    braces = [name for _text, name, _spec, _how in Formatter().parse(text) if name is not None]
    return sorted(NAMED.findall(text)), sorted(ESCAPED.findall(text)), sorted(MARKUP.findall(text)), sorted(braces)


def lookups_within(tree):
    """Return the lines in which a text is looked up inside an f-string."""
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    calls = [node for one in strings for node in ast.walk(one) if isinstance(node, ast.Call)]
    return sorted({node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id in LOOKUPS})


def test_no_text_is_looked_up_where_it_is_not_gathered():
    """Before Python 3.12 an f-string is one token, and nobody finds the texts in it."""
    expect_none(f"{module.path}:{line}" for module in modules() for line in lookups_within(module.tree))
    assert lookups_within(ast.parse("f'{_(\"Ada\")}'")) == [1]


def test_catalogue_has_the_texts_of_the_source_and_no_others(texts):
    """`make messages` mends this: a text is new, gone or changed. Where it stands in the source may change freely."""
    gathered = {(one.id, one.context) for one in messages.texts_of(messages.gather_texts())}
    committed = {(one.id, one.context) for one in texts}
    assert gathered - committed == set()
    assert committed - gathered == set()


def test_gathering_again_changes_nothing(tmp_path):
    once, twice = tmp_path / "once.po", tmp_path / "twice.po"
    for kept, written in ((messages.CATALOGUE, once), (once, twice)):
        messages.write_catalogue(messages.merge_texts(messages.gather_texts(), messages.read_catalogue(kept)), written)
    assert once.read_bytes() == twice.read_bytes()


def test_every_text_has_its_english(texts):
    assert [one.id for one in texts if one.fuzzy or not all(text.strip() for text in messages.translations_of(one))] == []


def test_nothing_obsolete_is_kept(kept):
    assert not kept.obsolete


def test_english_is_not_the_indonesian(texts):
    copies = {text for one in texts for text, english in pairs(one) if text == english}
    assert copies <= SHARED
    assert [english for one in texts for _text, english in pairs(one) if INDONESIAN.search(english)] == []


def test_placeholders_agree(texts):
    assert [text for one in texts for text, english in pairs(one) if parts_of(text) != parts_of(english)] == []


def test_both_begin_and_end_alike(texts):
    """A full stop or a space that only one language has shows at the seam of two sentences."""

    def ends(text):
        return text[:1].isspace(), text[-1:].isspace(), text.rstrip()[-1:] in {".", "?", ":"} and text.rstrip()[-1:]

    assert [text for one in texts for text, english in pairs(one) if ends(text) != ends(english)] == []


def test_no_text_is_hijacked_by_the_framework(texts):
    """A text that the framework knows too, in English, would be shown as the framework translates it."""
    with translation.override("id"):
        shown = [(one.context, text) for one in texts for text in sources(one)]
        changed = [text for context, text in shown if (pgettext(context, text) if context else gettext(text)) != text]
    assert changed == []


def test_catalogue_compiles_and_is_used(kept, texts):
    out = BytesIO()
    write_mo(out, kept)
    assert len(out.getvalue()) > 1000
    with translation.override("en"):
        assert gettext("Mulai proposal") == "Start a proposal"


def test_framework_speaks_indonesian_unless_asked():
    assert settings.LANGUAGE_CODE == "id"
    with translation.override(settings.LANGUAGE_CODE):
        assert gettext("Monday") == "Senin"
    with translation.override("en"):
        assert gettext("Monday") == "Monday"


def lookups_of(path):
    """Yield the calls that look a text up, with the arguments that must be texts."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKUPS:
            yield node, node.args[: 2 if node.func.id.startswith(("p", "n")) else 1]


def test_texts_are_written_out_where_they_are_looked_up():
    """A text put together at run time is in no catalogue."""
    found = []
    for folder in messages.CODE:
        for path in (messages.BASE / folder).rglob("*.py"):
            for node, given in lookups_of(path):
                if not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in given):
                    found.append(f"{path.relative_to(messages.BASE)}:{node.lineno}")
    assert found == []


def eager_names(tree):
    """Return the names under which a module knows the lookups that answer at once, in the language of that moment."""
    imports = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
    ]
    names = [alias for node in imports for alias in node.names]
    return {alias.asname or alias.name for alias in names if alias.name in {"gettext", "ngettext", "pgettext", "npgettext"}}


def run_on_import(node):
    """Yield what runs when a module is imported: everything but the bodies of functions."""
    yield node
    inside = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef):
        inside = [*node.decorator_list, *node.args.defaults, *(one for one in node.args.kw_defaults if one)]
    for child in () if isinstance(node, ast.Lambda) else inside:
        yield from run_on_import(child)


def test_nothing_is_looked_up_while_a_module_is_imported():
    """It would stay in the language of whoever came first: there it must be the lazy lookup."""
    found = []
    for folder in messages.CODE:
        for path in (messages.BASE / folder).rglob("*.py"):
            tree = ast.parse(path.read_bytes())
            names = eager_names(tree)
            calls = [one for one in run_on_import(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
            found += [f"{path.relative_to(messages.BASE)}:{one.lineno}" for one in calls if one.func.id in names]
    assert found == []


def bare_text(path):
    """Return what a template prints by itself: neither looked up, nor a variable, nor a comment."""
    out, inside = [], ""
    for token in Lexer(path.read_text()).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if word == f"end{inside}" else inside
        elif word in {"blocktranslate", "comment"} or (word == "block" and token.contents.endswith("_class")):
            inside = word
        elif token.token_type == TokenType.TEXT:
            out.append(token.contents)
        else:
            out.append("\0")
    return "".join(out)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_print_no_text_of_their_own(path):
    """The letters have a template for each language, and the style page shows samples."""
    if path.is_relative_to(TEMPLATES / "notices") or path.name == "styleguide.html":
        return
    text = bare_text(path)
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", re.sub(r"\0[^<>]*\0(?=[^<]*>)", "\0", text)))
    assert [word for word in words if word not in NAMES] == []
    assert SEEN.findall(text) == []
