"""One text for one value: what is hashed, snapshotted and compared byte by byte.

No clock, no database; the same value gives the same bytes on every machine, in every locale and decimal context.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal


def canonical_json(value: object) -> str:
    """One text for one value: keys sorted, no spaces, no floats; to be encoded as UTF-8.

    Decimals become strings in plain notation without trailing zeros, so that equal numbers give equal text however they
    were stored (``80``, ``80.0`` and ``8E+1`` are all ``"80"``). Takes None, bool, int, str, Decimal, and lists, tuples
    and string-keyed mappings of them.

    :raises TypeError: anything else, floats above all.
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(value: object) -> str:
    """The SHA-256 of the canonical JSON of a value, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return _fixed(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of canonical JSON are strings")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _fixed(number: Decimal) -> str:
    if not number.is_finite():
        raise TypeError("only finite decimals have a canonical form")
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
