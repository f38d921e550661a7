"""What the audit says about scores before their time: fingerprints that tell nothing to whoever lacks the salt.

A sheet has few levels and perhaps no reasons, so a bare fingerprint could be guessed by trying them all. The salt is kept with
what is sealed and comes out together with it; then anybody can see that the audit named just this.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from competition.canonical import sha256_of
from competition.chain import instant_text


def new_salt() -> str:
    """Return 256 random bits as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def sheet_seal(*, assignment: str, at: datetime, marks: Mapping[str, object], total: Decimal, salt: str) -> str:
    """Return the fingerprint of a locked sheet: the assignment's code, the instant of locking, marks with reasons, total."""
    return sha256_of({"assignment": assignment, "at": instant_text(at), "marks": marks, "total": total, "salt": salt})


def ranking_seal(*, inputs_hash: str, result_hash: str, salt: str) -> str:
    """Return the fingerprint of a frozen ranking: of its inputs and of itself."""
    return sha256_of({"inputs_hash": inputs_hash, "result_hash": result_hash, "salt": salt})


def joint_seal(*, readers: Iterable[str], at: datetime, marks: Mapping[str, object], salt: str) -> str:
    """Return the fingerprint of a sheet that readers agreed on: their assignments' codes, the instant, marks with reasons."""
    return sha256_of({"readers": sorted(readers), "at": instant_text(at), "marks": marks, "salt": salt})


def visit_seal(*, record: Mapping[str, object], at: datetime, salt: str) -> str:
    """Return the fingerprint of a finished visit: everything its team said yes to, and the instant of the last yes."""
    return sha256_of({"record": record, "at": instant_text(at), "salt": salt})
