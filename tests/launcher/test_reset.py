"""`make reset` deletes the data folder, after asking, and nothing else."""

import io

import pytest

from competition.services import reset as module
from competition.services.folders import BASE
from competition.services.trouble import Trouble


class Terminal(io.StringIO):
    """A standard input with a person behind it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "deleted"), [("yes\n", True), ("ya\n", True), ("\n", False), ("no\n", False)])
def test_it_asks_and_obeys(answer, deleted, folders, monkeypatch, capsys):
    monkeypatch.setattr(module.sys, "stdin", Terminal(answer))
    assert module.reset(ask=True) == (0 if deleted else 1)
    assert folders.data.exists() is not deleted
    assert str(folders.data) in capsys.readouterr().out


def test_with_nobody_to_ask_it_deletes_nothing(folders, monkeypatch):
    monkeypatch.setattr(module.sys, "stdin", io.StringIO("yes\n"))
    with pytest.raises(Trouble, match="YES=1 make reset"):
        module.reset(ask=True)
    assert folders.data.exists()


def test_it_refuses_while_a_command_uses_an_engine(folders, use):
    use("valkey").wait()
    with pytest.raises(Trouble, match="Services run"):
        module.reset(ask=False)
    assert folders.valkey.exists()


def test_it_leaves_alone_what_is_no_data_folder(place, monkeypatch):
    place.mkdir()
    (place / "thesis.odt").touch()
    for folder in (place, BASE, BASE.parent):
        monkeypatch.setenv("DATA_DIR", str(folder))
        with pytest.raises(Trouble, match="nothing was deleted"):
            module.reset(ask=False)
    assert (place / "thesis.odt").exists()


def test_a_folder_that_is_not_there_is_no_trouble(place, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(place))
    assert module.reset(ask=True) == 0
