"""What this installation says under its name: Ed25519 over canonical JSON, so that anybody can check it without asking us.

The key is `SIGNING_KEY`, or made of SECRET_KEY where none is set. Whoever keeps a signature keeps the public key with it, so
that a new key makes nothing of what was signed before worthless.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac

from competition.canonical import canonical_json

_SALT = "competition.signatures"


def public_key() -> str:
    """Return the key under which whatever is signed now can be checked, as 64 hexadecimal digits."""
    return _key().public_key().public_bytes_raw().hex()


def key_name(public: str) -> str:
    """Return the short name of a public key: the first eight digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:8]


def sign(value: object) -> str:
    """Return the signature of a value's canonical JSON, as 128 hexadecimal digits; the same value always has the same one."""
    return _key().sign(canonical_json(value).encode()).hex()


def is_signed(value: object, signature: str, public: str) -> bool:
    """Say whether the signature is one of this value by the holder of the key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            bytes.fromhex(signature), canonical_json(value).encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    seed = settings.SIGNING_KEY or salted_hmac(_SALT, "certificates", algorithm="sha256").digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
