"""A results bundle as files: tables of text as CSV and as one JSON, leaves and their root, and a manifest of fingerprints.

Whoever has it can recompute the published list with `judging/verifying.py`, which travels in it. Judges and proposals stand
in it under pseudonyms made with the edition's secret salt; the same input gives the same bytes. The format: docs/results.md.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from competition.canonical import canonical_json
from judging import verifying

FORMAT = "kipp-results-1"
LEAST_JUDGES = 5
"""Among fewer judges a pseudonym hides nobody: who knows one sheet, or one habit, soon knows them all."""
SCRIPT = "verify_results.py"
# The oldest instant an archive can name: when it was packed is no part of what it says.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Table:
    """Columns and rows of text."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def pseudonym(salt: str, kind: str, key: str) -> str:
    """Return the name under which a judge (`J`) or a proposal (`P`) stands in the bundle; nobody can find the way back without
    the salt, or try out keys."""
    digest = hmac.new(bytes.fromhex(salt), f"{kind} {key}".encode(), hashlib.sha256).digest()
    return f"{kind}-{base64.b32encode(digest[:10]).decode().lower()}"


def receipt_leaf(number: str, fingerprint: str) -> str:
    """Return the leaf of a receipt: who has the receipt can make it, nobody else."""
    return hashlib.sha256(f"receipt {number} {fingerprint}".encode()).hexdigest()


def event_leaf(salt: str, event: Mapping[str, object]) -> str:
    """Return the leaf of a score event. Marks are few and could be guessed, so the salt is in it."""
    return hmac.new(bytes.fromhex(salt), canonical_json(event).encode(), hashlib.sha256).hexdigest()


def files_of(tables: Mapping[str, Table], about: Mapping[str, object], leaves: Iterable[str]) -> dict[str, bytes]:
    """Return the bundle's files by name.

    :param tables: all but the leaves; the order of rows is the caller's, and must not depend on anything secret.
    :param about: what the manifest says of the edition.
    """
    ordered = sorted(leaves)
    whole = {**tables, "leaves": Table(("leaf",), [(leaf,) for leaf in ordered])}
    plain = {name: {"columns": list(one.columns), "rows": [list(row) for row in one.rows]} for name, one in whole.items()}
    files = {f"{name}.csv": _csv(one) for name, one in whole.items()}
    files["results.json"] = _json({"format": FORMAT, "tables": plain})
    files[SCRIPT] = Path(verifying.__file__).read_bytes()
    prints = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    root = verifying.root_of(ordered)
    files["manifest.json"] = _json({"format": FORMAT, "edition": dict(about), "merkle_root": root, "files": prints})
    return dict(sorted(files.items()))


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """Return the bundle's fingerprint: that of its manifest, which names those of all other files."""
    return hashlib.sha256(files["manifest.json"]).hexdigest()


def archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """Return the files as one ZIP, in a folder of its own."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(zipfile.ZipInfo(f"{folder}/{name}", NO_TIME), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
