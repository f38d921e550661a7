"""Files made to hurt: each is refused in the right words, in time, and with no more memory than the child may have."""

import os
import socket
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from competition.inspecting import FileRefused, Inspected, Limits, NotChecked, inspect_file, inspection
from competition.scans import MARKS, MEGABYTE
from tests.submissions import uploads
from tests.submissions.looking import LIMITS, Look

# What one file may take here: the ten seconds of the issue, and the start of a process on a machine that is not idle.
BASE = Path(__file__).resolve().parents[3]
IN_TIME = 12
MOST_MEMORY = 400 * MEGABYTE
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def png_that_says(width: int, height: int) -> bytes:
    """Return a picture that says how large it is, and has no more than that."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return MARKS["PNG"][0] + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def zipped(name: str, content: bytes) -> bytes:
    """Return an archive with one file; its name may lead anywhere."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def zip_with_link() -> bytes:
    """Return an archive that holds a symbolic link to a file of the system."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("a")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()


def bomb_in_bombs() -> bytes:
    """Return a DOCX whose text is an archive of archives of zeros."""
    inner = zipped("0", bytes(10 * MEGABYTE))
    for _ in range(3):
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", inner)
        inner = made.getvalue()
    return zipped("word/document.xml", inner)


def picture_in_pdf(width: int, height: int, **keys: object) -> bytes:
    """Return a document whose page shows a picture that says how large it is."""
    document = Pdf.new()
    page = document.add_blank_page()
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": height, "BitsPerComponent": 8} | keys
    shown = document.make_stream(keys.pop("content", b""), **keys)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=shown))
    return uploads.saved(document)


def many_pages_of_one() -> bytes:
    """Return a document whose tree of pages names the same branch over and over: 10 to the power of 8 pages."""
    objects = [b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"]
    for level in range(8):
        kids = b" ".join([b"%d 0 R" % (level + 3)] * 10)
        count = 10 ** (8 - level)
        objects.append(b"%d 0 obj\n<< /Type /Pages /Count %d /Kids [ %s ] >>\nendobj\n" % (level + 2, count, kids))
    objects.append(b"10 0 obj\n<< /Type /Page /MediaBox [ 0 0 9 9 ] >>\nendobj\n")
    return b"%PDF-1.4\n" + b"".join(objects) + b"trailer\n<< /Root 1 0 R /Size 11 >>\n%%EOF\n"


def packed_objects(megabytes: int) -> bytes:
    """Return a document whose objects lie in a stream that grows a thousandfold."""
    body = uploads.deflated(megabytes)
    made = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    place = len(made)
    made += b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(body)
    made += body + b"\nendstream\nendobj\n"
    table = len(made)
    rows = [(0, 0, 65535), (1, 9, 0), (2, 3, 0), (1, place, 0), (1, table, 0)]
    packed = b"".join(struct.pack(">BIH", *row) for row in rows)
    made += b"4 0 obj\n<< /Type /XRef /Size 5 /W [ 1 4 2 ] /Root 1 0 R /Length %d >>\nstream\n" % len(packed)
    return made + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table


def nested(depth: int) -> bytes:
    """Return a document with arrays in arrays."""
    body = b"[" * depth + b"]" * depth
    return uploads.pdf().replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + body, 1)


BOTH = {"Filter": Array([Name.FlateDecode, Name.FlateDecode])}
CORPUS = {
    # Nothing, and what is none of the three, whatever it is called.
    "empty": (b"", "EMPTY"),
    "docx-42": (bomb_in_bombs, "TYPE"),
    "zip-slip": (lambda: zipped("../../etc/cron.d/x", b"x"), "TYPE"),
    "zip-with-symlink": (zip_with_link, "TYPE"),
    "eicar": (EICAR, "TYPE"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "TYPE"),
    "html": (b"<html><script>alert(1)</script></html>", "TYPE"),
    "html-before-pdf": (lambda: b"<html><script>alert(1)</script>" + uploads.pdf(), "TYPE"),
    "script-before-pdf": (lambda: b"alert(1)/*" + uploads.pdf() + b"*/", "TYPE"),
    "gif": (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "TYPE"),
    "web-shell": (b"<%@ Page Language='Jscript'%><%eval(Request.Item['x'])%>", "TYPE"),
    "server-side-include": (b'<!--#exec cmd="id" -->', "TYPE"),
    "program": (b"MZ" + bytes(100), "TYPE"),
    "too-big": (lambda: uploads.pdf() + bytes(5 * MEGABYTE), "SIZE"),
    # Called one of the three, and not.
    "html-as-pdf": (b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF", "BROKEN"),
    "pdf-start-alone": (b"%PDF-1.7", "BROKEN"),
    "png-start-alone": (MARKS["PNG"][0], "BROKEN"),
    "jpg-start-alone": (b"\xff\xd8\xff", "BROKEN"),
    "truncated-pdf": (lambda: uploads.pdf(3)[:-200], "BROKEN"),
    "truncated-jpg": (lambda: uploads.picture("JPG", size=(600, 400))[:-900], "BROKEN"),
    "truncated-png": (lambda: uploads.picture("PNG", size=(600, 400))[:-100], "BROKEN"),
    "no-pages": (lambda: uploads.saved(Pdf.new()), "BROKEN"),
    # Locked.
    "locked": (uploads.locked_pdf, "LOCKED"),
    "locked-against-changes": (lambda: uploads.locked_pdf(user=""), "LOCKED"),
    # Too much of something.
    "101-pages": (lambda: uploads.pdf(101), "PAGES"),
    "png-65k": (lambda: png_that_says(65_000, 65_000), "PIXELS"),
    "png-most": (lambda: png_that_says(2**31 - 1, 2**31 - 1), "PIXELS"),
    "jpg-65k": (lambda: uploads.picture("JPG").replace(struct.pack(">HH", 40, 60), b"\xff\xff\xff\xff", 1), "PIXELS"),
    "picture-in-pdf-65k": (lambda: picture_in_pdf(65_000, 65_000), "PIXELS"),
    "jpg-in-pdf-65k": (
        lambda: picture_in_pdf(
            *(60, 40),
            content=uploads.picture("JPG").replace(struct.pack(">HH", 40, 60), b"\xff\xff\xff\xff", 1),
            Filter=Name.DCTDecode,
        ),
        "PIXELS",
    ),
    # Made to eat memory and time.
    "stream-of-1-gb": (lambda: uploads.pdf_with_stream(uploads.deflated(1024), Filter=Name.FlateDecode), "TIME"),
    "packed-twice": (lambda: uploads.pdf_with_stream(zlib.compress(uploads.deflated(512), 9), **BOTH), "TIME"),
    "objects-of-1-gb": (lambda: packed_objects(1024), ("TIME", "BROKEN")),
    "pages-of-pages": (many_pages_of_one, ("TIME", "BROKEN")),
}


def hostile(name: str) -> tuple[bytes, str | tuple[str, ...]]:
    """Return a file of the corpus with the code of its refusal, or those that may be."""
    content, code = CORPUS[name]
    return content() if callable(content) else content, code


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_files_are_refused_in_time(look, name):
    content, code = hostile(name)
    begun = time.monotonic()
    refused = look.refusal(content)
    assert refused.code in code if isinstance(code, tuple) else refused.code == code
    assert time.monotonic() - begun < IN_TIME


MEASURE = """
import os, resource, sys
from pathlib import Path
import django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competition.settings")
django.setup()
from competition.inspecting import FileRefused, inspect_file
from tests.submissions.looking import LIMITS
for name in sys.argv[2:]:
    try:
        inspect_file(Path(name), limits=LIMITS, workdir=Path(sys.argv[1]))
    except FileRefused:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_hostile_files_take_little_memory(tmp_path):
    """In a small process: a child of this one counts as large as the whole run, which it is until its own program begins."""
    files = [tmp_path / name for name in CORPUS]
    for file in files:
        file.write_bytes(hostile(file.name)[0])
    asked = [sys.executable, "-c", MEASURE, tmp_path, *files]
    largest = subprocess.run(asked, cwd=BASE, check=True, capture_output=True, text=True).stdout
    assert int(largest) * 1024 < MOST_MEMORY


def outcome(look: Look, content: bytes, limits: Limits = LIMITS) -> tuple[Inspected | None, str]:
    """Return what came of the content: what it is, or the code of its refusal."""
    try:
        return look(content, limits), ""
    except FileRefused as refused:
        return None, refused.code


@pytest.mark.parametrize("depth", [10, 400, 1000, 100_000])
def test_objects_in_objects_in_objects_are_refused_or_gone(look, depth):
    found, code = outcome(look, nested(depth))
    assert code in ("BROKEN", "TIME") if found is None else b"/Deep" not in found.cleaned.read_bytes()


def test_the_words_say_the_figures(look):
    assert look.refusal(uploads.pdf() + bytes(7 * MEGABYTE)).reason == "Berkas harus di bawah 5 MB. Berkas Anda 7,1 MB."
    assert look.refusal(bytes(5 * MEGABYTE + 1)).reason == "Berkas harus di bawah 5 MB. Berkas Anda 5,1 MB."
    assert look.refusal(uploads.pdf(101)).reason == "Berkas paling banyak 100 halaman. Berkas Anda 101 halaman."
    assert look.refusal(png_that_says(65_000, 65_000)).reason == (
        "Gambar paling besar 40 juta piksel. Gambar Anda 4.225 juta. Perkecil, lalu unggah lagi."
    )
    assert look.refusal(b"").reason == "Berkas kosong"
    assert look.refusal(b"x").reason == "Berkas harus PDF, JPG, atau PNG"
    assert look.refusal(uploads.locked_pdf()).reason == "Berkas dilindungi kata sandi"


def test_the_limits_are_those_that_are_given(look):
    content = uploads.pdf(3)
    assert look.refusal(content, replace(LIMITS, max_pages=2)).figures == {"pages": 3, "limit": 2}
    assert look(content, replace(LIMITS, max_pages=3, max_bytes=len(content))).pages == 3
    assert look.refusal(content, replace(LIMITS, max_bytes=len(content) - 1)).code == "SIZE"
    assert look.refusal(uploads.picture("PNG"), replace(LIMITS, max_pixels=2399)).figures == {"pixels": 2400, "limit": 2399}
    assert look(uploads.picture("PNG"), replace(LIMITS, max_pixels=2400)).kind == "PNG"


# --- What the child does to its parent


def child_that(tmp_path, monkeypatch, code: str) -> None:
    """Put another program in the child's place."""
    (tmp_path / "child.py").write_text(f"import os, signal, sys, time\n{code}")
    monkeypatch.setattr(inspection, "CHILD", tmp_path / "child.py")


READY = "print('ready', flush=True)\n"
GOOD = "open('cleaned', 'wb').write(b'%PDF-1.7')\n"


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        (READY + "os.kill(0, signal.SIGKILL)", "TIME"),
        (READY + "time.sleep(60)", "TIME"),
        (READY + "os.fork() or os.fork(); time.sleep(60)", "TIME"),
        (READY + "os.kill(os.getpid(), signal.SIGSEGV)", "BROKEN"),
        (READY + "sys.exit(1)", "BROKEN"),
        (READY + "print('{\"pages\": 1}')", "BROKEN"),
        (READY + GOOD, "BROKEN"),
        (READY + GOOD + "print('[1]')", "BROKEN"),
        (READY + GOOD + "print('{\"pages\": 101}')", "BROKEN"),
        (READY + GOOD + "print('{\"pages\": true}')", "BROKEN"),
        (READY + GOOD + 'print(\'{"refused": "INFECTED"}\')', "BROKEN"),
        (READY + GOOD + "print('{\"refused\": [1]}')", "BROKEN"),
        (READY + GOOD + 'print(\'{"refused": "PAGES", "pages": "x"}\')', "BROKEN"),
        (READY + GOOD + "print('x' * 10_000_000)", "BROKEN"),
        (READY + "os.symlink('/etc/passwd', 'cleaned'); print('{\"pages\": 1}')", "BROKEN"),
        (READY + "os.mkdir('cleaned'); print('{\"pages\": 1}')", "BROKEN"),
        (READY + "open('cleaned', 'w').write('<html>'); print('{\"pages\": 1}')", "BROKEN"),
    ],
)
def test_whatever_the_child_does_is_a_refusal(look, tmp_path, monkeypatch, code, refused):
    child_that(tmp_path, monkeypatch, code)
    assert look.refusal(uploads.pdf(), replace(LIMITS, seconds=2)).code == refused


@pytest.mark.parametrize("code", ["", "sys.exit(1)", "raise ImportError", READY + "sys.exit(os.EX_TEMPFAIL)"])
def test_a_child_that_never_got_to_the_file_says_nothing_about_it(look, tmp_path, monkeypatch, code):
    child_that(tmp_path, monkeypatch, code)
    with pytest.raises(NotChecked):
        look(uploads.pdf())


def test_nothing_of_the_child_is_left_when_its_time_is_over(look, tmp_path, monkeypatch):
    here = f"open({str(tmp_path)!r} + f'/{{os.getpid()}}.pid', 'w')"
    child_that(tmp_path, monkeypatch, f"{READY}os.fork(); {here}; time.sleep(60)")
    assert outcome(look, uploads.pdf(), replace(LIMITS, seconds=2))[1] == "TIME"
    started = [int(path.stem) for path in tmp_path.glob("*.pid")]
    assert len(started) == 2
    for pid in started:
        for _ in range(500):
            if not is_alive(pid):
                break
            time.sleep(0.01)
        assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and waits for its parent's question does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_file_that_is_none_is_not_opened(tmp_path):
    (tmp_path / "true").write_bytes(uploads.pdf())
    (tmp_path / "link").symlink_to(tmp_path / "true")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", ".", "nul\0x"):
        with pytest.raises(FileRefused) as caught:
            inspect_file(tmp_path / name, limits=LIMITS, workdir=tmp_path)
        assert caught.value.code == "TYPE"
    with pytest.raises(NotChecked):
        inspect_file(tmp_path / "gone", limits=LIMITS, workdir=tmp_path)


def test_a_working_folder_that_is_gone_is_no_fault_of_the_file(tmp_path):
    (tmp_path / "x").write_bytes(uploads.pdf())
    with pytest.raises(NotChecked):
        inspect_file(tmp_path / "x", limits=LIMITS, workdir=tmp_path / "gone")


WALLS = """
import os, socket, sys
sys.path.insert(0, {child!r})
import walls
walls.limit(seconds=5, memory=256 << 20, room=1 << 20)
walls.isolate()
said = []
for name, act in {{
    "memory": lambda: bytearray(300 << 20),
    "file": lambda: open("/etc/passwd").read(),
    "new file": lambda: open("/tmp/kipp-walls-were-open", "x"),
    "room": lambda: os.write(1, b" " * (2 << 20)) < (2 << 20) or 1 / 0,
    "network": lambda: socket.create_connection(("127.0.0.1", {port}), timeout=2),
}}.items():
    try:
        act()
        said.append(name)
    except (OSError, MemoryError):
        pass
os.write(2, ",".join(said).encode())
"""


def test_the_child_reaches_nothing(tmp_path):
    """Where the kernel has user namespaces and Landlock, as the one this runs on; the limits hold everywhere."""
    with socket.create_server(("127.0.0.1", 0)) as server, open(tmp_path / "out", "wb") as out:
        code = WALLS.format(child=str(inspection.CHILD), port=server.getsockname()[1])
        done = subprocess.run([sys.executable, "-I", "-c", code], stdout=out, stderr=subprocess.PIPE, timeout=30, check=False)
    assert done.stderr.decode() in ("", "room")


# --- Anything at all


def mangled(content: bytes) -> st.SearchStrategy[bytes]:
    """Return the content with a few bytes replaced, cut out or doubled."""
    place = st.integers(0, len(content) - 1)
    edit = st.tuples(place, st.integers(0, 40), st.binary(max_size=40))

    def apply(edits):
        made = content
        for start, length, put in edits:
            made = made[:start] + put + made[start + length :]
        return made

    return st.lists(edit, min_size=1, max_size=6).map(apply)


SEEDS = st.one_of(
    *(mangled(content) for content in (uploads.pdf(2), uploads.picture("JPG"), uploads.picture("PNG"), uploads.locked_pdf())),
    st.binary(max_size=200),
    st.builds(bytes.__add__, st.sampled_from([start for start, _end in MARKS.values()]), st.binary(max_size=200)),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=SEEDS)
def test_of_anything_at_all_comes_a_harmless_copy_or_a_refusal(look, content):
    found, code = outcome(look, content)
    if found is None:
        assert code in {"EMPTY", "TYPE", "LOCKED", "BROKEN", "PAGES", "PIXELS", "TIME"}
        return
    assert found.cleaned.read_bytes().startswith(MARKS[found.kind][0])
    if found.kind == "PDF":
        with pikepdf.open(found.cleaned) as document:
            assert len(document.pages) == found.pages
    found.cleaned.unlink()
