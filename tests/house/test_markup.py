"""Text becomes markup in few places, each of them read for it (SEC-14): elsewhere a name or an answer could bring a script."""

import ast

import pytest

from tests.house.source import Module, dotted, expect_none, modules

# Where text is said to be markup, and why that is so.
REVIEWED = {
    "competition/composing.py": "a letter whose values were escaped as they were filled in, with markup of a small grammar",
    "competition/markup.py": "escapes every value that it puts into a pattern",
    "competition/templatetags/fields.py": "patterns of its own, values by `put`; linebreaks with autoescape",
    "competition/templatetags/kipp.py": "drawings of its own making, a time element of digits and formatted dates",
    "competition/templatetags/lists.py": "joins parts that `put` has made; linebreaks escapes what is no markup already",
    "competition/templatetags/parts.py": "Django's own control, printed once",
    "competition/views/factors.py": "a drawing of its own making",
    "competition/widgets.py": "joins parts that `put` has made",
    "submissions/cards.py": "JSON whose signs of markup are written as escapes",
    "competition/views/printed.py": "keeps what a template has printed",
}
MARKING = {"mark_safe", "SafeString", "SafeText", "SafeData"}


def markings(module: Module) -> list[str]:
    """Return where a module says of a text that it is markup: by a call, a base class, or a format that is not a constant."""
    found = []
    for line, name, call in module.calls():
        last = name.rpartition(".")[2]
        if last in MARKING and not _is_constant(call):
            found.append(f"{module.path}:{line}: {last}")
        if last in ("format_html", "format_html_join") and not _is_constant(call):
            found.append(f"{module.path}:{line}: {last} of a pattern that is made here")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and any(dotted(base).rpartition(".")[2] in MARKING for base in node.bases):
            found.append(f"{module.path}:{node.lineno}: {node.name} is markup")
        if isinstance(node, ast.FunctionDef) and node.name in ("__html__", "_html"):
            found.append(f"{module.path}:{node.lineno}: {node.name}")
    return found


def _is_constant(call: ast.Call) -> bool:
    """Say whether the text is written there, so that nobody else's can be in it."""
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def test_text_becomes_markup_only_where_that_was_reviewed():
    found = [line for module in modules() if module.path not in REVIEWED for line in markings(module)]
    expect_none(found)


def test_what_is_listed_as_reviewed_still_does_it():
    doing = {module.path for module in modules() if markings(module) or "SafeString" in module.text}
    expect_none(path for path in REVIEWED if path not in doing)


@pytest.mark.parametrize(
    "planted",
    [
        "mark_safe(name)",
        "SafeString(f'<b>{name}</b>')",
        "safestring.mark_safe(name)",
        "format_html(name)",
        "format_html('<b>' + name)",
        "class Loud(SafeString):\n    pass",
        "class Loud:\n    def __html__(self):\n        return self.name",
    ],
)
def test_a_planted_marking_is_found(planted):
    assert markings(Module("submissions/views/planted.py", planted, ast.parse(planted)))


def test_what_is_written_in_the_code_itself_is_no_marking():
    plain = "mark_safe('<br>')\nformat_html('<b>{}</b>', name)"
    assert not markings(Module("submissions/views/plain.py", plain, ast.parse(plain)))
