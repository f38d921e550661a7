"""What the software says to people: plain and formal, without excuses."""

import ast
import re

from tests.house.source import expect_none, modules, templates

FORBIDDEN = {
    "maaf": "an excuse helps nobody: say what happened and what to do",
    "oops": "the same",
    "ups!": "the same",
    "waduh": "the same",
    "wajib diisi": "say what to fill in: 'Isi judul inovasi'",
    "tidak valid": "say what is expected",
    "invalid": "say what is expected",
    "kamu": "people are addressed as Anda",
    "silahkan": "spelled silakan, and not needed",
    "klik di sini": "a link says where it leads",
    "error": "say what happened",
}
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SPOKEN = re.compile(r"{%\s*(?:translate|trans)\s+\"([^\"]*)\"|{%\s*(?:translate|trans)\s+'([^']*)'")


def texts():
    """Return (place, text) of everything shown to people: translatable strings, and the text of templates."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in TRANSLATED:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield f"{module.path}:{node.lineno}", argument.value
    for path, text in templates().items():
        if path.startswith("templates/notices/en/"):
            continue
        for match in SPOKEN.finditer(text):
            yield path, match[1] or match[2]
        text = re.sub(r"{%\s*comment.*?endcomment\s*%}", " ", text, flags=re.DOTALL)
        bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|{#.*?#}", " ", text, flags=re.DOTALL)
        yield path, bare


def test_nothing_is_said_that_should_not_be():
    found = [
        f"{place}: '{word}' ({why})"
        for place, text in texts()
        for word, why in FORBIDDEN.items()
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
    expect_none(found)


def test_what_is_said_to_a_person_can_be_translated():
    """A refusal's reason is a translatable text: never a bare string."""
    bare = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                reasons = [line.value for line in node.body if isinstance(line, ast.Assign) and _names(line) == "reason"]
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("no", "NotAllowed", "Refused"):
                reasons = node.args
            else:
                continue
            bare += [f"{module.path}:{one.lineno}" for one in reasons if isinstance(one, ast.Constant) and one.value]
    expect_none(bare)


def _names(line):
    return ast.unparse(line.targets[0])
