"""Private engines: who may run them, who uses them, and what deaths leave behind."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from competition.services import ways
from competition.services.folders import BASE, Folders
from competition.services.keeper import ready_mark
from competition.services.trouble import Trouble
from competition.services.valkey import Valkey
from tests.launcher.conftest import ask, needs_root, nothing_runs, wait_until


def skip_unless_possible(way: str, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIPP_POSTGRES_WAY", way)
    try:
        ways.choose_way(folders, folders.valkey, None)
    except Trouble as trouble:
        pytest.skip(f"not possible here: {trouble}")


@pytest.mark.parametrize("way", ["wheel", "unshare", "copy", "installed"])
def test_each_way_keeps_the_data_from_one_start_to_the_next(way, folders, use, monkeypatch):
    skip_unless_possible(way, folders, monkeypatch)
    first = use("postgres")
    assert first.wait().startswith("PostgreSQL ")
    ask(folders, "CREATE TABLE kept AS SELECT 'pelayanan'::text AS word")
    assert ask(folders, "SELECT current_setting('fsync') || current_setting('synchronous_commit')") == "onon"
    first.leave()
    assert nothing_runs(folders)
    use("postgres").wait()
    assert ask(folders, "SELECT word FROM kept WHERE to_tsvector('indonesian', word) @@ to_tsquery('indonesian', 'layanan')")


@needs_root
@pytest.mark.parametrize("way", ["copy", "installed"])
def test_dropped_privileges_reach_a_folder_that_only_root_can_enter(way, folders, use, monkeypatch):
    skip_unless_possible(way, folders, monkeypatch)
    folders.data.parent.chmod(0o700)
    use("postgres").wait()
    owner = ask(folders, "SELECT rolname FROM pg_roles WHERE rolname = current_user")
    assert owner == "kipp"
    assert folders.cluster.stat().st_uid != 0
    shutil.rmtree(ways.copy_place(folders), ignore_errors=True)


@needs_root
def test_a_cluster_moves_from_one_way_to_another_as_root(folders, use, monkeypatch):
    skip_unless_possible("unshare", folders, monkeypatch)
    skip_unless_possible("copy", folders, monkeypatch)
    for way in ("copy", "unshare", "copy"):
        monkeypatch.setenv("KIPP_POSTGRES_WAY", way)
        one = use("postgres")
        one.wait()
        ask(folders, f"CREATE TABLE IF NOT EXISTS {way}_was_here ()")
        one.leave()
    use("postgres").wait()
    assert ask(folders, "SELECT count(*) FROM pg_tables WHERE tablename LIKE '%was_here'") == 2


@needs_root
def test_without_user_namespaces_root_runs_a_copy(folders, monkeypatch):
    monkeypatch.setattr(ways.shutil, "which", lambda name: None if name == "unshare" else shutil.which(name))
    assert ways.choose_way(folders, folders.valkey, None).name in {"copy", "installed"}


def test_when_no_way_works_each_reason_is_told_in_one_line(folders, monkeypatch):
    def refuse(folders: Folders) -> ways.Way:
        raise Trouble("not today")

    monkeypatch.setattr(ways, "MAKERS", dict.fromkeys(ways.MAKERS, refuse))
    with pytest.raises(Trouble) as refusal:
        ways.choose_way(folders, folders.valkey, None)
    assert str(refusal.value).count("not today") == 3
    assert "set DATABASE_URL" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_data_of_another_version_are_refused_and_left_alone(folders, use):
    one = use("postgres")
    one.wait()
    one.leave()
    (folders.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(Trouble, match="the data were made by version 14"):
        use("postgres").wait()
    assert (folders.cluster / "base").is_dir()


def test_an_unknown_way_is_refused_by_name(folders, use, monkeypatch):
    monkeypatch.setenv("KIPP_POSTGRES_WAY", "sihir")
    with pytest.raises(Trouble, match="write one of wheel, unshare, copy, installed"):
        use("postgres").wait()


def test_two_users_share_an_engine_until_the_last_has_left(folders, use):
    first, second = use("postgres"), use("postgres")
    first.wait()
    second.wait()
    process = ask(folders, "SELECT pg_backend_pid()") and (folders.cluster / "postmaster.pid").read_text().split()[0]
    first.leave()
    assert (folders.cluster / "postmaster.pid").read_text().split()[0] == process
    assert ask(folders, "SELECT 1") == 1
    second.leave()
    assert nothing_runs(folders)


def test_an_engine_stops_when_its_only_user_is_killed(folders):
    script = (
        "import time; from competition.services.folders import open_folders; from competition.services.keeper import Use\n"
        "use = Use(open_folders(), 'valkey'); print(use.wait(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=BASE, stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout.readline()
        assert redis.Redis(unix_socket_path=str(folders.valkey_socket)).ping()
        user.kill()
    wait_until(lambda: nothing_runs(folders))


@pytest.mark.parametrize("victim", ["keeper", "server"])
def test_a_start_after_a_kill_finds_the_data_and_no_stale_lock(victim, folders, use):
    first = use("postgres")
    first.wait()
    ask(folders, "CREATE TABLE kept ()")
    server = int((folders.cluster / "postmaster.pid").read_text().split()[0])
    os.kill(first._keeper.pid if victim == "keeper" else server, signal.SIGKILL)
    wait_until(lambda: not first.is_alive())
    first.leave()
    # A stale file may even name a process that lives: here this one.
    (folders.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{folders.cluster}\n1\n5432\n{folders.run}\n\n")
    ready_mark(folders, "postgres").touch()
    use("postgres").wait()
    assert ask(folders, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'") == 1


def test_a_cluster_cut_short_while_it_was_made_is_made_anew(folders, use):
    (folders.data / "postgres.new" / "base").mkdir(parents=True)
    (folders.data / "postgres.new" / "PG_VERSION").write_text("18\n")
    use("postgres").wait()
    assert ask(folders, "SELECT 1") == 1
    assert not (folders.data / "postgres.new").exists()


def test_valkey_takes_the_place_of_a_stale_socket_and_keeps_nothing(folders, use):
    folders.valkey_socket.touch()
    one = use("valkey")
    one.wait()
    with redis.Redis(unix_socket_path=str(folders.valkey_socket)) as client:
        client.set("broker", "may forget")
    one.leave()
    use("valkey").wait()
    with redis.Redis(unix_socket_path=str(folders.valkey_socket)) as client:
        assert client.dbsize() == 0


def test_an_installed_server_stands_in_for_one_that_cannot_run(folders, monkeypatch):
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    if installed is None:
        pytest.skip("neither redis-server nor valkey-server is installed")
    broken = folders.data / "broken-server"
    broken.write_text("#!/bin/sh\necho 'FATAL: wrong machine'; exit 1\n")
    broken.chmod(0o755)
    programs = [(broken, "broken"), (Path(installed), "installed")]
    monkeypatch.setattr("competition.services.valkey._find_programs", lambda: programs)
    engine = Valkey(folders)
    assert engine.start() == "installed"
    engine.stop()
    monkeypatch.setattr("competition.services.valkey._find_programs", lambda: programs[:1])
    with pytest.raises(Trouble, match=r"wrong machine.*set REDIS_URL"):
        Valkey(folders).start()
