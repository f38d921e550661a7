"""Texts that the database keeps but cannot read: enciphered under SECRET_KEY, one key per purpose."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "competition.sealing"


def cipher_for(purpose: str, salt: str = SALT) -> MultiFernet:
    """Return the cipher of a purpose; what was enciphered under one of SECRET_KEY_FALLBACKS can still be read."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [salted_hmac(salt, purpose, secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(purpose: str, text: str) -> str:
    """Return the text enciphered; a text sealed for one purpose cannot be opened for another."""
    return cipher_for(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str | None:
    """Return the text; None when it was sealed for something else, or under a key that is gone."""
    try:
        return cipher_for(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
