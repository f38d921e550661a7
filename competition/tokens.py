"""Secrets that travel in letters. The database never holds one.

A letter waits in the outbox with a nonce and a mark where the token belongs, or, where it has several, with a mark of each
nonce; the token is made of nonce and `SECRET_KEY` when the letter leaves. Whoever reads the database finds a nonce that is of
no use without the key, and the hash of the token.
"""

import hashlib
import re
import secrets

from django.utils.crypto import salted_hmac

# Stands in the stored letter where the token belongs.
MARK = "--token--"
SALT = "competition.tokens"
# 32 bytes as `new_nonce` writes them.
_MARKED = re.compile(r"--token-([A-Za-z0-9_-]{43})--", re.ASCII)


def new_nonce() -> str:
    """Return a random number never used before, as text."""
    return secrets.token_urlsafe(32)


def token_of(nonce: str) -> str:
    """Return the token of a nonce: 256 bits that nobody can make without the key."""
    return salted_hmac(SALT, nonce, algorithm="sha256").hexdigest()


def mark_of(nonce: str) -> str:
    """Return what stands in a stored letter where the token of this nonce belongs, for a letter with several."""
    return f"--token-{nonce}--"


def hash_of(token: str) -> str:
    """Return what is stored of a token, and looked up by."""
    return hashlib.sha256(token.encode()).hexdigest()


def without_tokens(text: str) -> str:
    """Return a letter as its reader may see it anywhere else: dots stand where a token would."""
    return _MARKED.sub("…", text.replace(MARK, "…"))


def fill_in(text: str, nonce: str) -> str:
    """Return a letter with its token and those of the nonces it names; without any it stays as it is."""
    text = text.replace(MARK, token_of(nonce)) if nonce else text
    return _MARKED.sub(lambda found: token_of(found[1]), text)
