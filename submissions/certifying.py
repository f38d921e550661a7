"""What a certificate says, as the facts that are signed, as the file beside it, and on paper. Knows no database.

Same certificate, same bytes, on every machine: its words are Indonesian whoever asks, its time is that of its issue.
"""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import segno
from django.utils import translation

from competition.canonical import canonical_json
from competition.zones import format_date
from submissions.printing import drawing_of, printable, typeset

FORMAT = "kipp-certificate-1"
TEMPLATE = Path(__file__).parent / "data" / "certificate.typ"
LANGUAGE = "id"
# So many of the latest ones stay made in a process: typesetting one takes a tenth of a second, and anybody may ask.
KEPT = 128


def signed_file(facts: dict, signature: str, public_key: str) -> bytes:
    """Return the small file that proves a certificate without a network: its facts, their signature, the key."""
    return canonical_json({"facts": facts, "public_key": public_key, "signature": signature}).encode()


def print_certificate(signed: bytes, address: str) -> bytes:
    """Return the certificate as PDF/A from its signed file and the address where it can be checked.

    :raises NotPrinted: the typesetter failed.
    """
    return _typeset(signed, address)


@lru_cache(maxsize=KEPT)
def _typeset(signed: bytes, address: str) -> bytes:
    facts = json.loads(signed)["facts"]
    with translation.override(LANGUAGE):
        return typeset(TEMPLATE, _data_of(facts, signed, address), datetime.fromisoformat(facts["issued_at"]))


def _data_of(facts: dict, signed: bytes, address: str) -> dict:
    names = ("title", "institution", "unit", "category", "award", "edition_name", "decree")
    day = datetime.fromisoformat(facts["issued_at"])
    return {name: printable(facts[name]) for name in names} | {
        "lang": LANGUAGE,
        "number": facts["number"],
        "year": str(facts["edition"]),
        "decreed": format_date(date.fromisoformat(facts["decree_date"])),
        "issued": format_date(day),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "key": facts["key"],
        "address": address,
        "qr": drawing_of(address),
        "proof": _proof(signed),
    }


def _proof(signed: bytes) -> str:
    """Return the drawing of the signed file, in letters that every scanner reads alike; none where it does not fit into one."""
    text = json.dumps(json.loads(signed), separators=(",", ":"))
    try:
        return drawing_of(text, error="l")
    except segno.DataOverflowError:
        return ""
