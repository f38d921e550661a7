"""What people do about their own data: correct the name, close the account."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from competition.letters import Addressee, one_line
from competition.models import Invitation, Membership, ParkedForm, PasswordLink, Person, SignInCode
from competition.models.people import CLOSED_ADDRESS
from competition.operations.events import record_event
from competition.operations.memberships import take_role
from competition.operations.notices import withdraw_letters
from competition.operations.sessions import end_sessions
from competition.policy import may_close_account
from competition.queries.people import in_force
from competition.queries.personal import records_of
from competition.verdict import Refused, require

NOWHERE = "akun-{}" + CLOSED_ADDRESS
# What stands where a name was, in every language.
NOBODY = "Akun yang ditutup"


class NoName(Refused):
    """Everybody is called something."""

    reason = _("Isi nama lengkap")


@transaction.atomic
def change_name(*, person: Person, name: str, at: datetime) -> Person:
    """Correct one's own name. What was signed under the old one stays as it was signed; the same name again changes nothing.

    :raises NoName: nothing is left of it.
    """
    name = one_line(name)
    if not name:
        raise NoName
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.name == name:
        return person
    before, person.name = person.name, name
    person.save(update_fields=["name"])
    _record("name_changed", person, at, before={"name": before}, after={"name": name})
    return person


@transaction.atomic
def close_account(*, person: Person, at: datetime) -> None:
    """Close one's own account: roles and sessions end, every way in and every letter's text is removed, the address too.

    The name goes as well, unless there are records that bear it: endorsements, sendings, decisions, scores. Those, and the
    audit, stay as they are.

    :raises NotAllowed: somebody in office.
    :raises LastAdministrator: an institution would be left without one.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(may_close_account(person, at))
    farewell = Addressee(name=person.name, email=person.email, language=person.language)
    for one in Membership.objects.filter(in_force(at), person=person).order_by("pk"):
        take_role(membership=one, person=person, at=at)
    Membership.objects.filter(person=person, starts_at__gt=at).update(ends_at=F("starts_at"))
    keeps_name = any(one.key not in ROLES_ONLY for one in records_of(person, at))
    _record("account_closed", person, at, data={"keeps_name": keeps_name}, recipients=[farewell])
    _remove_ways_in(person, at)
    withdraw_letters(person=person, address=NOWHERE.format(person.pk))
    _forget(person, keeps_name)


# That somebody held a role is told by its row; it needs no name once they did nothing in it.
ROLES_ONLY = {"memberships", "assignments"}


def _remove_ways_in(person: Person, at: datetime) -> None:
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    PasswordLink.objects.filter(person=person).delete()
    SignInCode.objects.filter(person=person).delete()
    ParkedForm.objects.filter(person=person).delete()
    Invitation.objects.filter(email=person.email, redeemed_at=None, revoked_at=None).update(revoked_at=at)
    end_sessions(person=person, by=person, at=at)


def _forget(person: Person, keeps_name: bool) -> None:
    person.email, person.is_active, person.has_factor = NOWHERE.format(person.pk), False, False
    person.daily_topics = []
    person.set_unusable_password()
    if not keeps_name:
        person.name = NOBODY
    person.save(update_fields=["email", "is_active", "has_factor", "daily_topics", "password", "name"])


def _record(event: str, person: Person, at: datetime, **values: object) -> None:
    record_event(
        event=event,
        subject=person,
        subject_key=str(person.pk),
        person=person,
        at=at,
        context={"happened_at": at, "member": person},
        **values,
    )
