"""manage.py brings its engines, and says in one line what stands in the way."""

import subprocess
import sys

import pytest

from competition.services.commands import needs_database
from competition.services.folders import BASE, Folders
from competition.services.keeper import Use
from tests.launcher.conftest import nothing_runs


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("migrate", True),
        ("seed_demo --proposals 3", True),
        ("shell", True),
        ("runserver", True),
        ("", False),
        ("help migrate", False),
        ("migrate --help", False),
        ("check", False),
        ("collectstatic --noinput", False),
        ("makemigrations --check --dry-run", False),
        ("prepare", False),
    ],
)
def test_only_commands_that_may_touch_the_database_bring_it(line, answer):
    assert needs_database(["manage.py", *line.split()]) is answer


def test_a_command_in_a_folder_that_does_not_exist_starts_engines_and_leaves_none(manage, place):
    answer = manage("showmigrations", "competition")
    assert answer.returncode == 0, answer.stderr
    assert "[ ] 0001" in answer.stdout
    assert nothing_runs(Folders(place))
    assert (place / "secret_key").stat().st_size > 40


def test_a_command_uses_the_engines_that_run(manage, folders, use):
    running = use("postgres")
    running.wait()
    before = (folders.cluster / "postmaster.pid").read_text()
    answer = manage("showmigrations", "competition")
    assert answer.returncode == 0, answer.stderr
    assert (folders.cluster / "postmaster.pid").read_text() == before


def test_two_commands_at_once_share_one_start(environ, place):
    command = [sys.executable, "manage.py", "showmigrations", "competition"]
    both = [subprocess.Popen(command, cwd=BASE, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    answers = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], answers
    assert nothing_runs(Folders(place))


def test_a_command_without_database_leaves_no_folder(manage, place):
    assert manage("help").returncode == 0
    assert manage("makemigrations", "--help").returncode == 0
    assert not place.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"DATABASE_URL": "postgresql://kipp:rahasia@127.0.0.1:1/kipp"}, "unset DATABASE_URL"),
        ({"DATABASE_URL": "mysql://kipp:rahasia@127.0.0.1/kipp"}, "needs PostgreSQL"),
        ({"DATABASE_URL": "postgresql://kipp:rahasia@127.0.0.1"}, "name of the database is missing"),
        ({"DEMO": "mungkin"}, "DEMO='mungkin': write 1 or 0"),
        ({"KIPP_POSTGRES_WAY": "sihir"}, "write one of wheel"),
        ({"DATA_DIR": "/proc/kipp"}, "Cannot write in /proc/kipp"),
    ],
)
def test_what_stands_in_the_way_costs_one_line_and_code_2(more, told, manage):
    answer = manage("migrate", **more)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "rahasia" not in answer.stderr


def test_a_command_with_both_servers_and_a_key_given_writes_nothing(manage, place):
    answer = manage(
        "migrate", DATABASE_URL="postgresql://u@127.0.0.1:1/k", REDIS_URL="redis://127.0.0.1:1/0", SECRET_KEY="k" * 50
    )
    assert answer.returncode == 2
    assert not place.exists()


def test_the_private_engines_are_found_under_an_awkward_path(manage, place):
    awkward = place.parent / "a b+c%41é"
    answer = manage("showmigrations", "competition", DATA_DIR=str(awkward))
    assert answer.returncode == 0, answer.stderr
    probe = "from django.core.cache import cache; cache.set('x', 1); print('cached', cache.get('x'))"
    assert "cached 1" in manage("shell", "-c", probe, DATA_DIR=str(awkward)).stdout
    assert Use(Folders(awkward), "valkey").is_alive() is False
