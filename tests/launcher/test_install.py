"""The packages are installed when something changed, and only then."""

import subprocess
import sys

import pytest

from competition.services import install as module
from competition.services.folders import BASE

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """A .venv whose python writes down how it is called, and a requirements file."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    record = tmp_path / "calls"
    record.touch()
    answer = f'echo "${{VENV_VERSION:-{VERSION}}}"'
    script = f'#!/bin/sh\nif [ "$1" = -c ]; then {answer}; else echo "$@" >> {record}; fi\nexit ${{PIP_CODE:-0}}\n'
    (programs / "python").write_text(script)
    (programs / "python").chmod(0o755)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    monkeypatch.setattr(module, "BASE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return record


def test_a_first_install_insists_on_hashes_and_a_second_does_nothing(calls, tmp_path):
    for _ in range(2):
        assert module.install(tmp_path / "requirements.txt", exact=True) == 0
    assert calls.read_text().count("\n") == 1
    assert "--require-hashes" in calls.read_text()


def test_a_changed_file_is_installed_again(calls, tmp_path):
    module.install(tmp_path / "requirements.txt", exact=False)
    (tmp_path / "requirements.txt").write_text("a==2\n")
    module.install(tmp_path / "requirements.txt", exact=False)
    assert calls.read_text().count("\n") == 2


def test_an_install_that_fails_is_tried_again(calls, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("PIP_CODE", "1")
    monkeypatch.setattr(module, "_venv_version", lambda: VERSION)
    assert module.install(tmp_path / "requirements.txt", exact=False) == 2
    assert "run the same again" in capfd.readouterr().err
    monkeypatch.setenv("PIP_CODE", "0")
    assert module.install(tmp_path / "requirements.txt", exact=False) == 0
    assert calls.read_text().count("\n") == 2


@pytest.mark.parametrize(("exact", "made"), [(True, 1), (False, 0)])
def test_another_python_makes_the_folder_anew_only_when_it_was_named(exact, made, calls, tmp_path, monkeypatch):
    monkeypatch.setenv("VENV_VERSION", "3.10")
    times = []
    monkeypatch.setattr(module, "_make_venv", lambda: times.append(1) or True)
    assert module.install(tmp_path / "requirements.txt", exact=exact) == 0
    assert len(times) == made


def test_a_python_without_its_venv_part_is_told_what_to_install(calls, monkeypatch, capfd):
    monkeypatch.setattr(module.sys, "executable", "/bin/false")
    monkeypatch.setattr(
        module.subprocess,
        "run",
        lambda command, **_: subprocess.CompletedProcess(command, 1, "ensurepip is not available\n", ""),
    )
    assert module._make_venv() is False
    message = capfd.readouterr().err
    assert f"apt install python{VERSION}-venv" in message
    assert message.count("\n") == 1


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=BASE, capture_output=True, text=True, timeout=60, check=False)


def test_make_alone_lists_the_commands():
    listed = make().stdout
    for name in ("run", "test", "check", "fmt", "bench", "e2e", "lock", "reset"):
        assert f"make {name} " in listed


def test_make_with_an_unusable_python_says_which_is_needed():
    answer = make("venv", "PYTHON=/bin/false")
    assert answer.returncode == 2
    assert (
        answer.stderr.splitlines()[0]
        == "Python 3.11, 3.12 or 3.13 is needed and none of these is: /bin/false. Name one with PYTHON=."
    )
