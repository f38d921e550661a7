"""A pass: somebody who proved to be a person may do one thing in this browser for a while, without being signed in.

It lies in the browser's session beside no person, so to every other page this browser is anybody. The session's row names its
person (`competition/sessions.py`): whatever ends a person's sessions ends their passes too, and so does another password.
"""

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from competition.sessions import PASS

LIVES = timedelta(minutes=60)


def give_pass(request: HttpRequest, *, person: AbstractBaseUser, purpose: str, at: datetime) -> None:
    """Let this browser do this one thing for the person, in a session with a new key; an earlier pass ends."""
    request.session.cycle_key()
    request.session[PASS] = {
        "person": person.pk,
        "purpose": purpose,
        "until": (at + LIVES).isoformat(),
        "proof": person.get_session_auth_hash(),
    }


def has_pass(request: HttpRequest, *, person: AbstractBaseUser, purpose: str, at: datetime) -> bool:
    """Say whether this browser may do this for the person now: not too late, account open, password still the same."""
    held = request.session.get(PASS)
    if not held or (held["person"], held["purpose"]) != (person.pk, purpose) or not person.is_active:
        return False
    is_same = constant_time_compare(held["proof"], person.get_session_auth_hash())
    return is_same and at < datetime.fromisoformat(held["until"])


def drop_pass(request: HttpRequest) -> None:
    """End the browser's pass, if it has one."""
    request.session.pop(PASS, None)
