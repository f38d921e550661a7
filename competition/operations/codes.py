"""Codes that let somebody in without a password: six digits by letter, for ten minutes, for the browser that asked."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from competition.letters import Addressee
from competition.models import Person, SignInCode
from competition.operations.events import record_event
from competition.tokens import new_nonce

CODE_LIVES = timedelta(minutes=10)
_SALT = "competition.codes_by_letter"


@transaction.atomic
def send_code(*, person: Person | None, email: str, at: datetime, event: str = "sign_in_code_sent") -> SignInCode:
    """Send a code, or, to an address without an open account, a letter that says there is none; both do the same work.

    `event` is the letter's, which says what the code opens.
    """
    code, nonce = f"{secrets.randbelow(10**6):06d}", new_nonce()
    sent = SignInCode.objects.create(
        person=person, nonce=nonce, code_hash=_hash(nonce, code), asked_at=at, ends_at=at + CODE_LIVES
    )
    record_event(
        event=event,
        subject=person or Person(),
        subject_key=str(person.pk) if person else "-",
        person=None,
        at=at,
        recipients=[person or Addressee(name=email, email=email)],
        context={"code": code if person else "", "ends_at": sent.ends_at},
    )
    return sent


def try_code(*, sent: SignInCode, code: str, at: datetime) -> bool:
    """Say whether the code lets its person in, and spend it if so. Every try counts, right or wrong, five in all.

    Not in one transaction: a try must stay counted whatever follows it.
    """
    open_codes = SignInCode.objects.filter(pk=sent.pk, used_at=None, ends_at__gt=at)
    counted = open_codes.filter(tries__lt=SignInCode.MOST_TRIES).update(tries=F("tries") + 1)
    is_right = constant_time_compare(sent.code_hash, _hash(sent.nonce, code))
    if not counted or not is_right or sent.person is None or not sent.person.is_active:
        return False
    return bool(open_codes.update(used_at=at))


def _hash(nonce: str, code: str) -> str:
    return salted_hmac(_SALT, nonce + code, algorithm="sha256").hexdigest()
