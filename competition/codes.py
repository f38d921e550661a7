"""Short public codes: unguessable, easy to read aloud, with a check character where people type them in."""

import re
import secrets

from django.core.signing import BadSignature, Signer

# No 0/O, 1/I/L, 2/Z (Z is left out), U: what people misread or mistype. The length is a prime: see `check_character`.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
RECEIPT, CERTIFICATE, ATTENDANCE = "KIPP", "SERT", "HADIR"
_ACCOUNTS = Signer(salt="competition.accounts")


def new_code(length: int = 10) -> str:
    """Return a random code; ten characters carry 48 bits, so a guess finds nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def check_character(body: str) -> str:
    """Return the character that makes a single wrong letter, or two swapped neighbours, visible.

    Weighted sum modulo the alphabet's length, which is a prime: every letter has a value of its own and no weight vanishes,
    so every single substitution and every swap of neighbours in a body of up to 27 letters changes it.
    """
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def new_receipt_number(year: int) -> str:
    """Return a receipt number such as `KIPP17-7K3M-9QX2`, whose last character checks the others."""
    return _new_number(RECEIPT, year)


def new_certificate_number(year: int) -> str:
    """Return a certificate's number such as `SERT17-7K3M-9QX2`, made as that of a receipt."""
    return _new_number(CERTIFICATE, year)


def new_attendance_number(year: int) -> str:
    """Return the number of a certificate of attendance such as `HADIR17-7K3M-9QX2`, made as that of a receipt."""
    return _new_number(ATTENDANCE, year)


def tidy_receipt_number(text: str) -> str:
    """Return what somebody typed in the written form `KIPP17-7K3M-9QX2`, however they spaced and capitalised it.

    The number of a certificate, also of one of attendance, likewise. Other text comes back without its spaces;
    `is_receipt_number` says which it was.
    """
    bare = re.sub(r"[\W_]+", "", text).upper()
    found = re.fullmatch(r"((?:KIPP|SERT|HADIR)\d\d)(\w{4})(\w{4})", bare)
    return "-".join(found.groups()) if found else bare


def is_receipt_number(text: str) -> bool:
    """Say whether the text has the form of a receipt number and its check character fits."""
    return _is_number(RECEIPT, text)


def is_certificate_number(text: str) -> bool:
    """Say the same of the number of a certificate."""
    return _is_number(CERTIFICATE, text)


def is_attendance_number(text: str) -> bool:
    """Say the same of the number of a certificate of attendance."""
    return _is_number(ATTENDANCE, text)


def _new_number(prefix: str, year: int) -> str:
    body = new_code(7)
    return f"{prefix}{year % 100:02d}-{body[:4]}-{body[4:]}{check_character(body)}"


def _is_number(kind: str, text: str) -> bool:
    prefix, _, rest = text.strip().upper().partition("-")
    letters = rest.replace("-", "")
    if not prefix.startswith(kind) or len(letters) != 8 or any(letter not in ALPHABET for letter in letters):
        return False
    return check_character(letters[:7]) == letters[7]


def account_code(pk: int) -> str:
    """Return what names a person in an address: it tells nothing, and nobody counts their way to the next one."""
    return _ACCOUNTS.sign(str(pk))


def read_account_code(code: str) -> int | None:
    """Return whom the code names; None for what this installation did not write."""
    try:
        return int(_ACCOUNTS.unsign(code))
    except BadSignature:
        return None
