"""The data folder: made, refused, and its secrets."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from competition.services.folders import SOCKET_LIMIT, keep_secret, open_folders
from competition.services.trouble import Trouble


def test_the_folder_and_its_private_parts_are_made(folders):
    for name in ("run", "log", "files", "valkey"):
        assert stat.S_IMODE((folders.data / name).stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        ("/proc/kipp", "Cannot write in /proc/kipp"),
        ("/etc/passwd", "is not a folder"),
        ("/tmp/kipp,two", "has a comma"),
        ("/tmp/" + "x" * SOCKET_LIMIT, f"the system allows {SOCKET_LIMIT}"),
    ],
)
def test_a_folder_of_no_use_is_refused_in_one_line_that_names_the_variable(value, advice, monkeypatch):
    monkeypatch.setenv("DATA_DIR", value)
    with pytest.raises(Trouble) as refusal:
        open_folders()
    assert advice in str(refusal.value)
    assert "DATA_DIR=" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_longest_socket_path_that_the_system_allows_works(place, monkeypatch):
    longest = SOCKET_LIMIT - len("/run/.s.PGSQL.5432")
    monkeypatch.setenv("DATA_DIR", str(place).ljust(longest, "x"))
    assert len(str(open_folders().postgres_socket)) == SOCKET_LIMIT


def test_a_secret_is_written_once_for_its_owner_alone(folders):
    path = folders.data / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: keep_secret(path), range(16)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in folders.data.iterdir() if one.is_file()) == ["secret_key"]


def test_a_given_password_is_kept_and_a_later_one_does_not_replace_it(folders):
    path = folders.data / "demo_password"
    assert keep_secret(path, "pertama") == "pertama"
    assert keep_secret(path, "kedua") == "pertama"
    assert keep_secret(path) == "pertama"


def test_an_empty_secret_is_refused_with_what_to_do(folders):
    (folders.data / "secret_key").touch()
    with pytest.raises(Trouble, match="is empty: delete it"):
        keep_secret(folders.data / "secret_key")
