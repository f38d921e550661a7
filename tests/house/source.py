"""The repository's own files, read once, for rules that look at source."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("competition", "submissions", "judging")
# Where the world comes in: HTTP, workers, commands, the admin. `services` is the launcher, a program of its own.
EDGES = ("views", "tasks", "management", "admin", "services")


@dataclass(frozen=True)
class Module:
    """One Python file with its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def app(self) -> str:
        """The first folder."""
        return self.path.split("/")[0]

    @property
    def shelf(self) -> str:
        """The shelf inside the app, or the module's own name."""
        return self.path.split("/")[1].removesuffix(".py")

    @property
    def is_edge(self) -> bool:
        """Whether the world comes in here."""
        return self.shelf in EDGES

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def calls(self) -> Iterator[tuple[int, str, ast.Call]]:
        """Every call with its line and the dotted name that is called; `….all()` for one on a computed value."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func), node


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` of a name or attribute; what is computed before the first dot is left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the Python files under the folders (by default the three apps) without migrations."""
    found = []
    for folder in folders or APPS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found.append(Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


@cache
def templates() -> dict[str, str]:
    """Return every template's text by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
    }


def expect_none(found: Iterable[object]) -> None:
    """Fail with one line per place where a rule is broken."""
    lines = [str(one) for one in found]
    assert not lines, "\n".join(["", *lines])
