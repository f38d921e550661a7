"""Close somebody else's account for the time being, and open it again. Roles, offices and what was done stay as they are."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.appointments import FEWEST_ORGANISERS, TooFewOrganisers, hold_offices
from competition.operations.events import record_event
from competition.operations.invitations import fresh
from competition.operations.sessions import end_sessions
from competition.policy import may_restore, may_suspend
from competition.queries.accounts import Standing, heads_beside, standing_of
from competition.queries.appointments import organisers_beside
from competition.verdict import Refused, require


class NoReason(Refused):
    """Whoever is kept out, or let in again, reads why."""

    reason = _("Isi alasan")


@transaction.atomic
def suspend_account(*, account: Person, person: Person, reason: str, at: datetime) -> Person:
    """Keep somebody out: sessions end now, and there is no way in until the account is restored.

    Told by letter: whose account it is, and the heads of their institutions.

    :raises NotAllowed: not one who may, oneself, suspended already.
    :raises NoReason: no reason.
    :raises TooFewOrganisers: fewer than two others would be left in an edition.
    """
    account = Person.objects.select_for_update().get(pk=account.pk)
    require(may_suspend(fresh(person), account, at))
    reason, standing = _reason(reason), standing_of(account, at)
    _keep_organisers(standing, at)
    number = end_sessions(person=account, by=person, at=at, reason=reason)
    # The letter goes to an open account, so it is written before the door is shut.
    _record("account_suspended", account, person, standing, at, reason, {"sessions": number})
    account.is_active = False
    account.save(update_fields=["is_active"])
    return account


@transaction.atomic
def restore_account(*, account: Person, person: Person, reason: str, at: datetime) -> Person:
    """Let somebody in again, with what they are now: a role or office that ended meanwhile has ended.

    :raises NotAllowed: not one who may, oneself, open already.
    :raises NoReason: no reason.
    """
    account = Person.objects.select_for_update().get(pk=account.pk)
    require(may_restore(fresh(person), account, at))
    reason = _reason(reason)
    account.is_active = True
    account.save(update_fields=["is_active"])
    _record("account_restored", account, person, standing_of(account, at), at, reason, {})
    return account


def _reason(text: str) -> str:
    if not text.strip():
        raise NoReason
    return text.strip()


def _keep_organisers(standing: Standing, at: datetime) -> None:
    """Hold the offices of each edition in turn, so that no two organisers keep each other out."""
    for office in sorted(standing.offices, key=lambda one: one.edition_id):
        if office.role == AppointmentRole.ORGANISER:
            hold_offices(office.edition)
            if organisers_beside(office, at) < FEWEST_ORGANISERS:
                raise TooFewOrganisers


def _record(
    event: str, account: Person, person: Person, standing: Standing, at: datetime, reason: str, data: dict[str, int]
) -> None:
    record_event(
        event=event,
        subject=account,
        subject_key=str(account.pk),
        person=person,
        at=at,
        reason=reason,
        data={"person": account.pk} | data,
        recipients=[account, *heads_beside(account, standing.memberships, at)],
        context={"member": account, "sender": person, "reason": reason, "happened_at": at},
    )
