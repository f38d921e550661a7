"""`make venv`: the packages of requirements.txt in .venv, installed only when something changed. Standard library only."""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
VENV = BASE / ".venv"


def install(requirements: Path, *, exact: bool) -> int:
    """Bring .venv in line with the requirements file; `exact` makes it anew when it has another Python than this one.

    Returns 0, or 2 after one line on standard error that says what to do.
    """
    # Two commands at once: the second waits here and then finds the work done.
    with requirements.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        wanted = hashlib.sha256(file.read()).hexdigest()
        version = _venv_version()
        if version is None or (exact and version != f"{sys.version_info[0]}.{sys.version_info[1]}"):
            if not _make_venv():
                return 2
        stamp = VENV / f".installed-{requirements.stem}"
        if stamp.is_file() and stamp.read_text() == wanted:
            return 0
        print(f"Installing the packages of {requirements.relative_to(BASE)} …", flush=True)
        stamp.unlink(missing_ok=True)
        command = [
            _python(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            requirements,
        ]
        if subprocess.run(command, check=False).returncode:
            print(
                "The packages could not be installed: see the lines above, check the network, and run the same again.",
                file=sys.stderr,
            )
            return 2
        stamp.write_text(wanted)
    return 0


def _python() -> str:
    return str(VENV / "bin" / "python")


def _venv_version() -> str | None:
    """Return the Python version of .venv, or None when there is none that works."""
    script = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([_python(), "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return answer.stdout.strip() or None


def _make_venv() -> bool:
    """Make .venv anew with the Python that runs this."""
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return True
    reason = (made.stderr or made.stdout).strip().partition("\n")[0]
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    print(
        f"Python {sys.executable} cannot make {VENV} ({reason}): install its venv part (on Debian: apt install {package}), "
        "or choose another with PYTHON=.",
        file=sys.stderr,
    )
    return False


def main() -> int:
    """Read the command line and install."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requirements", nargs="?", default="requirements.txt")
    parser.add_argument("--exact", action="store_true", help="insist on the Python that runs this")
    given = parser.parse_args()
    os.umask(0o022)
    try:
        return install(BASE / given.requirements, exact=given.exact)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
