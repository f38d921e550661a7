"""Short public codes: unguessable, easy to read aloud, with a check character where people type them in."""

import secrets

# No 0/O, 1/I/L, U: the letters people misread or mistype.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int = 10) -> str:
    """Return a random code; ten characters carry 49 bits, so a guess finds nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def check_character(body: str) -> str:
    """Return the character that makes a single wrong letter, or two swapped neighbours, visible.

    Weighted sum modulo 29 (prime and no larger than the alphabet), so every single substitution of letters
    whose values differ modulo 29 and every swap of such neighbours changes it.
    """
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, start=2))
    return ALPHABET[total % 29]


def new_receipt_number(year: int) -> str:
    """Return a receipt number such as `KIPP17-7K3M-9QX2`, whose last character checks the others."""
    body = new_code(7)
    return f"KIPP{year % 100:02d}-{body[:4]}-{body[4:]}{check_character(body)}"


def is_receipt_number(text: str) -> bool:
    """Say whether the text has the form of a receipt number and its check character fits."""
    prefix, _, rest = text.strip().upper().partition("-")
    letters = rest.replace("-", "")
    if not prefix.startswith("KIPP") or len(letters) != 8 or any(letter not in ALPHABET for letter in letters):
        return False
    return check_character(letters[:7]) == letters[7]
