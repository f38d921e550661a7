"""The data folder: what lies where, and whether it can be used at all."""

import contextlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from competition import environment
from competition.services.trouble import Trouble

BASE = Path(__file__).resolve().parent.parent.parent
# sockaddr_un.sun_path holds 108 bytes with the closing zero.
SOCKET_LIMIT = 107
LOG_LIMIT = 10_000_000


@dataclass(frozen=True)
class Folders:
    """The places under DATA_DIR."""

    data: Path

    @property
    def run(self) -> Path:
        """Sockets, locks and marks of running processes; only their owner may look in."""
        return self.data / "run"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder."""
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's working folder; it keeps nothing there."""
        return self.data / "valkey"

    @property
    def postgres_socket(self) -> Path:
        """The socket that clients of PostgreSQL open; the name is PostgreSQL's."""
        return self.run / ".s.PGSQL.5432"

    @property
    def valkey_socket(self) -> Path:
        """The socket that clients of Valkey open."""
        return self.run / "valkey.sock"

    def log(self, name: str) -> Path:
        """Return where a process writes; a file grown too long is put aside once."""
        path = self.data / "log" / f"{name}.log"
        if path.is_file() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        return path


def find_folders() -> Folders:
    """Name the folders without touching the disk."""
    return Folders(environment.read_data_folder(BASE))


def open_folders() -> Folders:
    """Make the data folder and what belongs in it, and return their names.

    :raises Trouble: when it cannot be written, belongs to somebody else, or makes a socket path too long.
    """
    folders = find_folders()
    length = len(os.fsencode(folders.postgres_socket))
    if length > SOCKET_LIMIT:
        raise Trouble(
            f"The folder {folders.data} makes a socket path of {length} bytes and the system allows {SOCKET_LIMIT}: "
            "choose a shorter one, for example DATA_DIR=/var/tmp/kipp."
        )
    if "," in str(folders.data):
        raise Trouble(
            f"The folder {folders.data} has a comma in its path, which PostgreSQL's clients take for a list: "
            "choose another with DATA_DIR=."
        )
    try:
        if folders.data.exists() and not folders.data.is_dir():
            raise Trouble(f"{folders.data} is not a folder: choose another place with DATA_DIR=.")
        folders.data.mkdir(parents=True, exist_ok=True)
        for name in ("run", "log", "files", "valkey"):
            (folders.data / name).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folders.run):
            pass
    except OSError as problem:
        raise Trouble(
            f"Cannot write in {folders.data} ({problem.strerror}): make it writable for this user, "
            "or choose another folder with DATA_DIR=."
        ) from problem
    return folders


def keep_secret(path: Path, given: str = "") -> str:
    """Return the secret in the file; the first call writes the given one, or a random one, for its owner's eyes only.

    :raises Trouble: when the file cannot be read or written.
    """
    try:
        if not path.exists():
            secret = given or secrets.token_urlsafe(48 if path.name == "secret_key" else 9)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}-") as file:
                file.write(secret + "\n")
                file.flush()
                # A link appears whole or not at all: two first starts at once end with the same secret.
                with contextlib.suppress(FileExistsError):
                    os.link(file.name, path)
        kept = path.read_text().strip()
    except OSError as problem:
        raise Trouble(f"Cannot use {path} ({problem.strerror}): make it readable and writable for this user.") from problem
    if not kept:
        raise Trouble(f"{path} is empty: delete it, and the next start writes a new one.")
    return kept
