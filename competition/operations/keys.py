"""Make a key for an institution's programs, take it back, note the day of its use."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competition.letters import one_line
from competition.models import ApiKey, Institution, Person
from competition.models.keys import Scope
from competition.operations.events import record_event
from competition.operations.invitations import hold_institution
from competition.policy import may_make_key, may_revoke_key, may_use_key
from competition.queries.keys import key_by_token, open_keys
from competition.queries.memberships import heads_of
from competition.tokens import hash_of
from competition.verdict import Refused, require
from competition.zones import ZONES, day_of

MOST_KEYS = 5
LONGEST_DAYS = 365
MARK = "kipp_"
SHOWN_LETTERS = len(MARK) + 6


class TooManyKeys(Refused):
    """So many keys of one institution are open already."""

    reason = _("Instansi ini sudah memiliki lima kunci yang berlaku. Cabut yang tidak dipakai lagi.")


class KeyNameTaken(Refused):
    """A key that was not revoked has the name: whoever pressed twice makes no second one."""

    reason = _("Sudah ada kunci dengan nama ini. Cabut kunci itu dahulu, atau pakai nama lain.")


class BadKey(Refused):
    """No name, no scope that is known, or a last day that is over or more than a year away."""

    reason = _("Isi nama, pilih sedikitnya satu jenis data, dan tanggal berakhir paling lama satu tahun lagi.")


class KeyRefused(Refused):
    """The token opens nothing."""

    reason = _("Kunci tidak berlaku.")


class NotInScope(Refused):
    """The key was made for something else."""

    reason = _("Kunci ini tidak mencakup data yang diminta.")


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key with its token, which nobody can read again."""

    key: ApiKey
    token: str


@transaction.atomic
def make_key(
    *, institution: Institution, person: Person, name: str, scopes: Sequence[str], last_day: date, at: datetime
) -> NewKey:
    """Make a key that lasts to the end of `last_day` in WIB, and tell the heads of the institution by letter.

    :raises NotAllowed: no administrator of it, or it is closed or not verified.
    :raises BadKey: no name, no known scope, or not a day of the coming year.
    :raises TooManyKeys: five are open.
    :raises KeyNameTaken: one that was not revoked has the name.
    """
    institution = hold_institution(institution)
    require(may_make_key(Person.objects.get(pk=person.pk), institution, at))
    name, wanted = one_line(name).strip(), [one for one in Scope.values if one in scopes]
    today = day_of(at)
    if not name or not wanted or len(wanted) != len(set(scopes)) or not today <= last_day <= today + _YEAR:
        raise BadKey
    if open_keys(institution, at).count() >= MOST_KEYS:
        raise TooManyKeys
    token = MARK + secrets.token_urlsafe(32)
    known = {"prefix": token[:SHOWN_LETTERS], "token_hash": hash_of(token), "expires_at": _end_of(last_day)}
    try:
        with transaction.atomic():
            key = ApiKey.objects.create(institution=institution, name=name, scopes=wanted, made_by=person, made_at=at, **known)
    except IntegrityError as error:
        raise KeyNameTaken from error
    _record("api_key_made", key, person, at)
    return NewKey(key, token)


@transaction.atomic
def revoke_key(*, key: ApiKey, person: Person, at: datetime) -> ApiKey:
    """Let the key open nothing from now on.

    :raises NotAllowed: not theirs to take back, or taken back already.
    """
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("institution").get(pk=key.pk)
    require(may_revoke_key(Person.objects.get(pk=person.pk), key, at))
    key.revoked_at, key.revoked_by = at, person
    key.save(update_fields=["revoked_at", "revoked_by"])
    _record("api_key_revoked", key, person, at)
    return key


def use_key(*, token: str, scope: str, at: datetime) -> ApiKey:
    """Return the key the token opens with, and note the day: one write a day, however often it is used.

    :raises KeyRefused: made up, revoked, over, or its maker may make none now: nobody is told which.
    :raises NotInScope: it is good, and not for this.
    """
    key = key_by_token(token) if token else None
    if key is None or not may_use_key(key, at):
        raise KeyRefused
    if scope not in key.scopes:
        raise NotInScope
    today = day_of(at)
    if key.used_on != today:
        ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(used_on=today)
    return key


_YEAR = timedelta(days=LONGEST_DAYS)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, ZONES["WIB"])


def _record(event: str, key: ApiKey, person: Person, at: datetime) -> None:
    made = event == "api_key_made"
    record_event(
        event=event,
        subject=key,
        subject_key=key.institution.code,
        person=person,
        at=at,
        data={"key": key.code, "scopes": key.scopes, "expires_at": key.expires_at.isoformat()},
        recipients=heads_of(key.institution, at) if made else (),
        context={"key": key, "institution": key.institution, "sender": person, "happened_at": at},
    )
