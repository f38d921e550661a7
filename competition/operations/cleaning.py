"""Clean a scan that somebody without an account sent, and keep the copy: what its readers get."""

import tempfile
from pathlib import Path

from competition.inspecting import Limits, inspect_file, scan_file
from competition.scans import MOST_BYTES
from competition.storage import keep_file


def clean_scan(*, content: bytes, path: str) -> str:
    """Return the name of the stored cleaned copy of what lies under `path`. Named by its content: two workers at once never put
    another copy under a name that a row has already.

    :raises FileRefused: nobody gets it.
    :raises NotChecked: the scanner is away, or nobody could look.
    :raises NotKept: the storage is full or away.
    :raises OSError: this machine's disk is.
    """
    with tempfile.TemporaryDirectory(prefix="kipp-scan-") as folder:
        original = Path(folder, "original")
        original.write_bytes(content)
        scan_file(original)
        found = inspect_file(original, limits=Limits(max_bytes=MOST_BYTES), workdir=Path(folder))
        name = f"{path.rsplit('.', 1)[0]}-cleaned-{found.cleaned_sha256[:16]}"
        keep_file(found.cleaned, name)
    return name
