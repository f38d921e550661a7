"""Every variable that is read stands in .env.example with a word about it, and every one that stands there is read."""

import ast
import re

from tests.house.source import ROOT, expect_none, modules

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
# Read by the shell, by Python or by programs we start; not settings of this software.
FOREIGN = {
    *("DJANGO_SETTINGS_MODULE", "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "VIRTUAL_ENV", "NO_COLOR"),
    *("PYTEST_XDIST_WORKER", "LD_LIBRARY_PATH", "USER", "UV", "CHROMIUM", "PYTHON", "PYTHONUNBUFFERED"),
}
# Set by one of our programs for another one it starts; nobody sets them by hand.
INTERNAL = re.compile(r"^KIPP_(?!POSTGRES_WAY$)")


def documented():
    """Return the variables of .env.example, each with the comment above it."""
    found, comment = {}, ""
    for line in EXAMPLE.splitlines():
        if line.startswith("#"):
            comment += line.strip("# -") + " "
        elif "=" in line:
            found[line.split("=")[0]] = comment.strip()
            comment = ""
        else:
            comment = ""
    return found


def read():
    """Return (variable, place) for whatever the apps read from the environment by a name that stands in the source."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = ast.unparse(node.func)
                if re.search(r"(environment\.)?read_(text|flag|list)$|environ\.(get|pop|setdefault)$|getenv$", called):
                    yield str(node.args[0].value), f"{module.path}:{node.lineno}"
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                yield str(getattr(node.slice, "value", "")), f"{module.path}:{node.lineno}"


def test_every_variable_that_is_read_is_documented():
    unknown = {f"{name} ({place})" for name, place in read() if name not in documented() and name not in FOREIGN}
    expect_none(sorted(one for one in unknown if not INTERNAL.match(one)))


def test_every_documented_variable_is_read():
    names = {name for name, _place in read()}
    everywhere = "\n".join(module.text for module in modules()) + (ROOT / "Makefile").read_text(encoding="utf-8")
    expect_none(name for name in documented() if name not in names and name not in everywhere)


def test_every_documented_variable_is_explained():
    expect_none(name for name, comment in documented().items() if len(comment.split()) < 3 and name not in GROUPED)


# Two variables under one comment.
GROUPED = ("PORT", "HELP_PHONE")


def test_settings_come_from_the_environment_in_one_place():
    """Only the modules that read the environment for everybody touch `os.environ`."""
    readers = {module.path for module in modules() if "os.environ" in module.text or "getenv" in module.text}
    allowed = {"competition/environment.py", "competition/settings.py", "competition/celery.py", "competition/wsgi.py"}
    assert {path for path in readers - allowed if not path.startswith("competition/services/")} == set()
