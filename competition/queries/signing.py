"""Reads about how people sign in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competition.models import Membership, PasswordLink, Person, SignInCode, Stage
from competition.queries.people import in_force
from competition.tokens import hash_of

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor as pages print it."""

    pk: int
    name: str
    added_at: datetime
    row: Authenticator


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has enrolled besides the password."""

    app: Factor | None = None
    keys: tuple[Factor, ...] = ()
    codes: Authenticator | None = None

    @property
    def every(self) -> tuple[Factor, ...]:
        """What lets the person in; recovery codes only stand in for one."""
        return (*self.keys, self.app) if self.app else self.keys

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.every)

    @property
    def unused_codes(self) -> list[str]:
        """The recovery codes that still work."""
        return RecoveryCodes(self.codes).get_unused_codes() if self.codes else []


def factors_of(person: Person) -> Factors:
    """Return what the person has enrolled; one query."""
    app, keys, codes = None, [], None
    for row in Authenticator.objects.filter(user=person).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            app = Factor(row.pk, _("Aplikasi autentikator"), row.created_at, row)
        elif row.type == Authenticator.Type.WEBAUTHN:
            keys.append(Factor(row.pk, row.wrap().name, row.created_at, row))
        else:
            codes = row
    return Factors(app, tuple(keys), codes)


def strong_factors_of(person: Person) -> QuerySet[Authenticator]:
    """Return what counts as a second factor."""
    return Authenticator.objects.filter(user=person, type__in=STRONG)


def person_by_email(email: str) -> Person | None:
    """Return the person with this address and an open account; capitals do not matter."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).first()


def own_words(person: Person, at: datetime) -> list[str]:
    """Return the names a stranger would try first in this person's password: their own and their institutions'."""
    held = Membership.objects.filter(in_force(at), person=person).values_list("institution__name", "unit__name")
    return [person.name, person.email.split("@")[0], *(name for names in held for name in names if name)]


def open_link(token: str, at: datetime) -> PasswordLink | None:
    """Return the link of a token while it can set a password."""
    links = PasswordLink.objects.select_related("person")
    return links.filter(token_hash=hash_of(token), used_at=None, ends_at__gt=at, person__is_active=True).first()


def sent_code(pk: int, at: datetime) -> SignInCode | None:
    """Return a code that was sent, while it can let somebody in."""
    codes = SignInCode.objects.select_related("person")
    return codes.filter(pk=pk, used_at=None, ends_at__gt=at, tries__lt=SignInCode.MOST_TRIES).first()


def stage_closes_within(at: datetime, span: timedelta) -> bool:
    """Say whether a stage of the running edition closes within the span."""
    return Stage.objects.filter(edition__is_current=True, closes_at__gt=at, closes_at__lte=at + span).exists()


def app_of(person: Person) -> Authenticator | None:
    """Return the person's authenticator app, None when there is none."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
