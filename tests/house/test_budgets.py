"""Sizes a reader can hold in the head: files, functions, views, templates; and every exception to a check has its reason."""

import re

import pytest

from tests.house.source import ROOT, expect_none, modules, templates

FILE, FUNCTION, VIEW, TEMPLATE = 400, 40, 25, 150
EVERYTHING = ("competition", "submissions", "judging", "tests", "bench")


def test_files_are_short():
    long = {module.path: module.text.count("\n") for module in modules(*EVERYTHING) if module.text.count("\n") > FILE}
    expect_none(long.items())


def test_functions_are_short():
    long = [
        f"{module.path}:{function.lineno}: {function.name} has {function.end_lineno - function.lineno + 1} lines"
        for module in modules(*EVERYTHING)
        for function in module.functions()
        if function.end_lineno - function.lineno + 1 > FUNCTION
    ]
    expect_none(long)


def test_views_are_shorter():
    long = [
        f"{module.path}:{function.lineno}: {function.name} has {function.end_lineno - function.lineno + 1} lines"
        for module in modules()
        if module.shelf == "views"
        for function in module.functions()
        if function.args.args and function.args.args[0].arg == "request"
        if function.end_lineno - function.lineno + 1 > VIEW
    ]
    expect_none(long)


def test_templates_are_short():
    expect_none(f"{path}: {text.count(chr(10))}" for path, text in templates().items() if text.count("\n") > TEMPLATE)


@pytest.mark.parametrize("mark", ["noqa", "type: ignore", "pragma: no cover"])
def test_every_exception_to_a_check_says_which_and_why(mark):
    wanted = re.compile(rf"# {mark}(: ?[\w, ]+|\[[\w, -]+\])?( -|  #) \S.{{6,}}")
    missing = [
        f"{module.path}:{number}: {line.strip()[:90]}"
        for module in modules(*EVERYTHING)
        for number, line in enumerate(module.text.splitlines(), start=1)
        if f"# {mark}" in line and not wanted.search(line)
    ]
    expect_none(missing)


def test_public_functions_say_what_they_promise():
    """Every public function and class of the apps has a docstring; of a view at least one sentence."""
    import ast

    missing = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                is_meta = isinstance(node, ast.ClassDef) and node.name in ("Meta", "Media")
                if not is_meta and not ast.get_docstring(node) and node not in _inner(module.tree):
                    missing.append(f"{module.path}:{node.lineno}: {node.name}")
    expect_none(missing)


def _inner(tree):
    """Return functions inside functions: they are part of the body around them."""
    import ast

    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {node for function in functions for node in ast.walk(function) if node is not function}


def test_every_file_says_what_it_is_for():
    import ast

    nameless = [module.path for module in modules(*EVERYTHING) if module.text.strip() and not ast.get_docstring(module.tree)]
    expect_none(nameless)


def test_the_top_level_holds_what_a_newcomer_expects():
    known = {
        *("manage.py", "competition", "submissions", "judging", "templates", "static", "requirements.txt", "pytest.ini"),
        *("README.md", "tests", "docs", "requirements", "deploy", "bench", "Makefile", "CHANGELOG.md", "CONTRIBUTING.md"),
        *("pyproject.toml", ".env.example", ".ci", ".gitignore", ".gitattributes", ".editorconfig", ".python-version", ".git"),
    }
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    there = {path.name for path in ROOT.iterdir()} - {one.strip("/") for one in ignored} - {"__pycache__", ".mypy_cache"}
    assert there - known == set()
