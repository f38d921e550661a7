"""Files on a disk and in a bucket: the same four acts, whole or not at all, and never outside their place."""

import errno
import os
import socket
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from competition import environment, storage
from competition.clock import read_clock
from competition.storage import (
    BadName,
    FileMissing,
    NotKept,
    NotOpened,
    drop_file,
    drop_unfinished,
    keep_file,
    names,
    open_file,
)

REGION = "ap-southeast-3"


@pytest.fixture
def chosen(settings, monkeypatch):
    """Return what points the installation at a STORAGE_URL."""

    def choose(url: str) -> None:
        settings.STORAGES = settings.STORAGES | {"default": environment.read_storage(url, Path("/nowhere"))}

    return choose


@pytest.fixture
def disk(chosen, tmp_path) -> Path:
    """Keep files in a folder, and return it."""
    chosen(f"file://{tmp_path}/berkas%20kita")
    return tmp_path / "berkas kita"


@pytest.fixture(scope="module")
def server():
    """Return the address of an S3 server on this machine."""
    running = ThreadedMotoServer("127.0.0.1", 0)
    running.start()
    yield "http://{}:{}".format(*running.get_host_and_port())
    running.stop()


@pytest.fixture
def bucket(chosen, server, monkeypatch) -> None:
    """Keep files in a bucket, under a prefix, beside somebody else's."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "kunci")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "rahasia")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    chosen(f"s3://kipp-uji/lampiran/2027?endpoint={server}&region={REGION}")
    client = default_storage.connection.meta.client
    client.create_bucket(Bucket="kipp-uji", CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_object(Bucket="kipp-uji", Key="milik-lain/proposals/x", Body=b"bukan milik kita")
    yield
    for found in default_storage.bucket.objects.all():
        found.delete()
    client.delete_bucket(Bucket="kipp-uji")


@pytest.fixture(params=["disk", "bucket"])
def place(request) -> str:
    """Keep files in a folder, and then the same in a bucket."""
    request.getfixturevalue(request.param)
    return request.param


@pytest.fixture
def file(tmp_path) -> Path:
    """Return a file as it comes from an upload."""
    path = tmp_path / "unggahan"
    path.write_bytes(bytes(range(256)) * 9000)
    return path


def content_of(name: str) -> bytes:
    """Return what is kept."""
    with open_file(name) as kept:
        return kept.read()


# --- The same on both


def test_what_is_kept_comes_back(place, file):
    keep_file(file, "proposals/ab/asli.pdf")
    assert content_of("proposals/ab/asli.pdf") == file.read_bytes()
    with open_file("proposals/ab/asli.pdf") as kept:
        kept.seek(256)
        assert kept.read(3) == bytes([0, 1, 2])


def test_kept_again_it_takes_the_place_of_what_was_there(place, file, tmp_path):
    keep_file(file, "a/b")
    (tmp_path / "lain").write_bytes(b"lain")
    keep_file(tmp_path / "lain", "a/b")
    assert content_of("a/b") == b"lain"
    assert list(names("a")) == ["a/b"]


def test_an_empty_file_is_kept_too(place, tmp_path):
    (tmp_path / "kosong").touch()
    keep_file(tmp_path / "kosong", "a/b")
    assert content_of("a/b") == b""


def test_what_is_dropped_is_gone_and_nothing_is_as_good(place, file):
    keep_file(file, "a/b")
    drop_file("a/b")
    drop_file("a/b")
    with pytest.raises(FileMissing) as caught:
        open_file("a/b")
    assert caught.value.reason == "Berkas tidak ada lagi"


def test_names_of_a_folder_and_of_what_was_kept_before(place, file, db):
    for name in ("proposals/a/1", "proposals/a/2", "proposals/b/1", "proposalsx/1", "letters/1"):
        keep_file(file, name)
    assert set(names("proposals")) == {"proposals/a/1", "proposals/a/2", "proposals/b/1"}
    assert set(names("proposals/a")) == {"proposals/a/1", "proposals/a/2"}
    assert list(names("nothing")) == []
    at = read_clock()
    assert list(names("proposals", before=at - timedelta(hours=1))) == []
    assert len(list(names("proposals", before=at + timedelta(hours=1)))) == 3


def test_djangos_own_way_works_on_both(place):
    name = default_storage.save("letters/x/surat.pdf", ContentFile(b"surat"))
    with default_storage.open(name) as kept:
        assert kept.read() == b"surat"
    assert default_storage.save("letters/x/surat.pdf", ContentFile(b"lain")) != name


HOSTILE = [
    *("", ".", "..", "/", "/etc/passwd", "../x", "../../x", "a/../../x", "a/./b", "a//b", "a/", "/a", "a/..", ".tersembunyi"),
    *(
        "a/.ht",
        "a\\b",
        "..\\x",
        "C:x",
        "a\0b",
        "a\nb",
        "a b",
        "a\u202efdp.exe",
        "ä",
        "a%2fb",
        "~root",
        "a" * 300,
        "a/" * 9 + "b",
    ),
    *("-".join("ab") + "?x", "a*", "$(id)", "`id`", "a;b", ".unfinished/x"),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_somebody_elses_making_is_none(disk, file, tmp_path, name):
    before = sorted(tmp_path.rglob("*"))
    for act in (lambda: keep_file(file, name), lambda: open_file(name), lambda: drop_file(name), lambda: list(names(name))):
        with pytest.raises(BadName):
            act()
    assert sorted(tmp_path.rglob("*")) == before


# --- A folder


def test_nobody_else_on_the_machine_can_read_it(disk, file):
    before = os.umask(0)
    try:
        keep_file(file, "a/b/c.pdf")
    finally:
        os.umask(before)
    assert stat.S_IMODE((disk / "a/b/c.pdf").stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (disk / "a", disk / "a/b", disk / ".unfinished")} == {0o700}


def test_a_link_does_not_lead_out(disk, file, tmp_path):
    outside = tmp_path / "luar"
    outside.mkdir()
    (outside / "rahasia").write_text("rahasia")
    disk.mkdir()
    (disk / "a").symlink_to(outside)
    (disk / "b").symlink_to(outside / "rahasia")
    for act in (lambda: keep_file(file, "a/x"), lambda: open_file("a/rahasia"), lambda: list(names("a"))):
        with pytest.raises(BadName):
            act()
    with pytest.raises(NotOpened):
        open_file("b")
    keep_file(file, "b")
    assert (outside / "rahasia").read_text() == "rahasia"
    assert not (disk / "b").is_symlink()
    assert [path.name for path in outside.iterdir()] == ["rahasia"]


FULL = """
import os, resource, signal, sys
sys.path.insert(0, os.getcwd())
import django
django.setup()
from competition.storage import NotKept, keep_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
from pathlib import Path
try:
    keep_file(Path(sys.argv[1]), "a/b")
except NotKept as error:
    print(error.reason)
"""


def test_no_room_is_a_refusal_and_leaves_nothing(tmp_path, file):
    """A process that may write a million bytes is what a full disk is: the write in the middle fails."""
    environ = os.environ | {"STORAGE_URL": f"file://{tmp_path}/f"}
    for before in (None, b"yang lama"):
        if before:
            (tmp_path / "f/a/b").write_bytes(before)
        done = subprocess.run(
            [sys.executable, "-c", FULL, str(file)], env=environ, capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.strip() == "Berkas gagal diunggah. Coba lagi."
        left = {
            path.relative_to(tmp_path / "f").as_posix(): path.read_bytes()
            for path in (tmp_path / "f").rglob("*")
            if path.is_file()
        }
        assert left == ({"a/b": before} if before else {})


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_late_leaves_nothing_either(disk, file, monkeypatch, call):
    def fail(*_given) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(storage.os, call, fail)
    with pytest.raises(NotKept):
        keep_file(file, "a/b")
    assert [path for path in disk.rglob("*") if path.is_file()] == []


def test_it_is_on_the_disk_before_it_has_its_name(disk, file, monkeypatch):
    order = []
    for call in ("fsync", "replace"):
        real = getattr(os, call)
        monkeypatch.setattr(storage.os, call, lambda *given, said=call, real=real: (order.append(said), real(*given))[1])
    keep_file(file, "a/b")
    assert order == ["fsync", "replace", "fsync"]


def test_what_a_dead_process_left_is_swept(disk, db):
    (disk / ".unfinished").mkdir(parents=True)
    (disk / ".unfinished/x").write_bytes(b"setengah")
    at = read_clock()
    assert drop_unfinished(at - timedelta(hours=1)) == 0
    assert drop_unfinished(at + timedelta(hours=1)) == 1
    assert list((disk / ".unfinished").iterdir()) == []


# --- A bucket


def test_a_bucket_keeps_to_its_prefix_and_says_what_it_serves(bucket, file, db):
    keep_file(file, "proposals/x")
    assert {found.key for found in default_storage.bucket.objects.all()} == {
        "lampiran/2027/proposals/x",
        "milik-lain/proposals/x",
    }
    assert list(names("proposals")) == ["proposals/x"]
    head = default_storage.bucket.Object("lampiran/2027/proposals/x").get()
    assert (head["ContentType"], head["ContentDisposition"]) == ("application/octet-stream", "attachment")
    assert drop_unfinished(read_clock()) == 0


def test_a_bucket_that_is_not_there(chosen, server, file, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "kunci")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "rahasia")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
    for endpoint in (server, nobody):
        chosen(f"s3://tidak-ada?endpoint={endpoint}&region={REGION}")
        for act in (lambda: keep_file(file, "a/b"), lambda: open_file("a/b"), lambda: list(names("a"))):
            with pytest.raises((NotKept, NotOpened)):
                act()
        with pytest.raises(OSError):
            default_storage.save("a/b", ContentFile(b"x"))


# --- The address


@pytest.mark.parametrize(
    "url",
    [
        *(
            "files",
            "/srv/files",
            "file://",
            "file:///",
            "file://server/share",
            "file:///srv/files?x=1",
            "ftp://x/y",
            "http://x/y",
        ),
        *("s3://", "s3:///prefix", "s3://A", "s3://kunci:rahasia@ember/p", "s3://ember/p?key=x", "s3://ember?endpoint=server"),
        *("s3://ember?endpoint=ftp://x", "s3://ember?endpoint=", "s3://em_ber", "S4://ember"),
    ],
)
def test_an_address_that_makes_no_sense_stops_the_start(url):
    with pytest.raises(environment.BadSetting, match="STORAGE_URL"):
        environment.read_storage(url, Path("/srv"))


def test_without_an_address_files_lie_in_the_data_folder():
    assert environment.read_storage("", Path("/srv"))["OPTIONS"]["location"] == Path("/srv/files")


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("", ""),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_address_of_the_scanner(address, read):
    assert environment.read_scanner(address) == read


NO_SCANNER = ["clamd", "127.0.0.1", ":3310", "clamd:0", "clamd:70000", "tcp://clamd:3310", "unix:clamd.ctl"]


@pytest.mark.parametrize("address", NO_SCANNER)
def test_an_address_of_the_scanner_that_makes_no_sense_stops_the_start(address):
    with pytest.raises(environment.BadSetting, match="CLAMD_ADDRESS"):
        environment.read_scanner(address)
