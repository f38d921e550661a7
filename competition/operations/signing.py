"""What people change about how they sign in. Each act is written down, and told to its owner by letter."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.letters import Addressee
from competition.models import PasswordLink, Person
from competition.operations.events import record_event
from competition.policy import may_remove_factor
from competition.queries.signing import strong_factors_of
from competition.signing import reseal
from competition.tokens import hash_of, new_nonce, token_of
from competition.verdict import Refused, require

LINK_LIVES = timedelta(hours=1)
# Under these names allauth keeps what is enciphered: an app's secret, and what the recovery codes are made of.
SEALED = ("secret", "seed")


class LinkSpent(Refused):
    """The link was used, replaced or is too old."""

    reason = _("Tautan ini sudah dipakai atau sudah lewat masanya. Minta tautan baru.")


class AlreadyEnrolled(Refused):
    """There is one authenticator app per person."""

    reason = _("Aplikasi autentikator sudah terpasang. Lepas dahulu yang lama.")


@transaction.atomic
def add_totp(*, person: Person, secret: str, at: datetime) -> bool:
    """Enrol an authenticator app whose code was checked; return whether recovery codes were made along with it.

    :raises AlreadyEnrolled: when there is one.
    """
    _lock(person)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        raise AlreadyEnrolled
    return _added(person, TOTP.activate(person, secret).instance, at)


@transaction.atomic
def reseal_factors() -> tuple[int, int]:
    """Encipher the secrets of apps and recovery codes under SECRET_KEY itself; return how many were, and how many no key opens.

    For the change of a key: until this was done, the key before it stays among SECRET_KEY_FALLBACKS.
    """
    done = lost = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        kept = {name: factor.data[name] for name in SEALED if isinstance(factor.data.get(name), str)}
        sealed = {name: reseal(text) for name, text in kept.items()}
        if None in sealed.values():
            lost += 1
        elif sealed:
            factor.data |= sealed
            factor.save(update_fields=["data"])
            done += 1
    return done, lost


@transaction.atomic
def add_passkey(*, person: Person, name: str, credential: dict, at: datetime) -> bool:
    """Enrol a passkey whose answer was checked; return whether recovery codes were made along with it."""
    _lock(person)
    return _added(person, WebAuthn.add(person, name, credential).instance, at)


@transaction.atomic
def remove_factor(*, person: Person, factor: Authenticator, at: datetime) -> None:
    """Remove one factor of the person's own, and the recovery codes with the last one.

    :raises NotAllowed: it is the last one of somebody who must have one.
    """
    _lock(person)
    left = strong_factors_of(person).exclude(pk=factor.pk).exists()
    require(may_remove_factor(person, left, at))
    Authenticator.objects.filter(user=person, pk=factor.pk).delete()
    if not left:
        Authenticator.objects.filter(user=person).delete()
    _note_factors(person)
    _record("factor_removed", person, at, {"kind": factor.type}, context={"kind": factor.type})


@transaction.atomic
def renew_recovery_codes(*, person: Person, at: datetime) -> None:
    """Replace the recovery codes by new ones; the old ones stop working."""
    _lock(person)
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    record_event(event="recovery_codes_renewed", subject=person, subject_key=str(person.pk), person=person, at=at)


@transaction.atomic
def ask_for_password_link(*, person: Person | None, email: str, at: datetime) -> None:
    """Send a link that sets a password, or, to an address without an open account, a letter that says there is none.

    Both do the same work, so that neither the answer nor its time tells which it was.
    """
    nonce = new_nonce()
    if person is not None:
        PasswordLink.objects.create(person=person, token_hash=hash_of(token_of(nonce)), asked_at=at, ends_at=at + LINK_LIVES)
    record_event(
        event="password_link_asked",
        subject=person or Person(),
        subject_key=str(person.pk) if person else "-",
        person=None,
        at=at,
        recipients=[person or Addressee(name=email, email=email)],
        context={"has_account": person is not None, "nonce": nonce if person else "", "ends_at": at + LINK_LIVES},
    )


@transaction.atomic
def set_password_by_link(*, link: PasswordLink, person: Person, password: str, at: datetime) -> None:
    """Set the password of the link's person; every link of theirs is spent, and every session of theirs ends.

    :raises LinkSpent: when the link cannot be used any more.
    """
    taken = PasswordLink.objects.filter(pk=link.pk, person=person, used_at=None, ends_at__gt=at).update(used_at=at)
    if not taken:
        raise LinkSpent
    change_password(person=person, password=password, at=at)


@transaction.atomic
def change_password(*, person: Person, password: str, at: datetime) -> None:
    """Set a new password. Sessions know the old one's mark, so all but one that is renewed at once end."""
    person.set_password(password)
    person.save(update_fields=["password"])
    PasswordLink.objects.filter(person=person, used_at=None).update(used_at=at)
    _record("password_changed", person, at)


@transaction.atomic
def link_sign_on(*, person: Person, account: SocialAccount, name: str, at: datetime) -> None:
    """Let the person in by the identity an agency's sign-on vouches for from now on. What it told about them is not kept."""
    account.user = person
    account.extra_data = {}
    account.save()
    _record("sign_on_linked", person, at, context={"name": name})


def _added(person: Person, factor: Authenticator, at: datetime) -> bool:
    _note_factors(person)
    _record("factor_added", person, at, {"kind": factor.type}, context={"kind": factor.type})
    codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES)
    if codes.exists():
        return False
    RecoveryCodes.activate(person)
    return True


def _lock(person: Person) -> None:
    """Let one act at a time decide about a person's factors."""
    Person.objects.select_for_update().get(pk=person.pk)


def _note_factors(person: Person) -> None:
    person.has_factor = strong_factors_of(person).exists()
    person.save(update_fields=["has_factor"])


def _record(event: str, person: Person, at: datetime, data: dict | None = None, context: dict | None = None) -> None:
    record_event(
        event=event,
        subject=person,
        subject_key=str(person.pk),
        person=person,
        at=at,
        data=data,
        recipients=[person],
        context={"happened_at": at} | (context or {}),
    )
