"""The manifest of a results bundle, as somebody has it beside the one that was released. Knows no database."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field

NAME = "manifest.json"
# One of three hundred files would be smaller.
MOST_BYTES = 65_536
_ABSENT = object()


class NoManifest(ValueError):
    """The bytes are no manifest of a results bundle."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: of which edition, which root, and the fingerprint of each file; and its own fingerprint."""

    fingerprint: str
    edition: int
    root: str
    files: dict[str, str] = field(default_factory=dict)


def read_manifest(content: bytes) -> Manifest:
    """Return what the bytes say.

    :raises NoManifest: they are something else.
    """
    try:
        said = json.loads(content)
        # Half a character, which JSON can name, cannot be printed.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NoManifest from error
    if not isinstance(said, dict) or not str(said.get("format", "")).startswith("kipp-results-"):
        raise NoManifest
    edition, root, files = said.get("edition"), said.get("merkle_root"), said.get("files")
    year = edition.get("year") if isinstance(edition, dict) else None
    if not isinstance(files, dict) or not isinstance(year, int) or not 0 < year < 10_000:
        raise NoManifest
    shown = {str(name): str(sha256) for name, sha256 in files.items()}
    return Manifest(hashlib.sha256(content).hexdigest(), year, str(root), shown)


def released_manifest(archive: bytes) -> Manifest:
    """Return the manifest in a released archive, which has one folder or none.

    :raises NoManifest: there is none in it.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        found = [name for name in packed.namelist() if name.rpartition("/")[2] == NAME]
        if len(found) != 1:
            raise NoManifest
        return read_manifest(packed.read(found[0]))


def differences(given: Manifest, released: Manifest) -> list[str]:
    """Return the names of what differs, the root first; empty where the two name the same files and root."""
    names = sorted({*given.files, *released.files})
    changed = [name for name in names if given.files.get(name, _ABSENT) != released.files.get(name, _ABSENT)]
    return ["merkle_root"] * (given.root != released.root) + changed
