"""What must hold of the frame at any time. Each check returns one line per row that breaks it; none means it holds."""

from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q

from competition.duties import GUARDED
from competition.events import DIGEST, EVENTS
from competition.lifetimes import QUIET_BEFORE_A_CLOSE, TIME_TO_ENROL
from competition.models import Appointment, AuditEntry, Notice, Person, PersonSession
from competition.queries.chains import faults, one_snapshot
from competition.queries.people import in_force
from competition.queries.signing import stage_closes_within


def notices_are_of_posted_events() -> Iterator[str]:
    """INV-05: a letter belongs to an event that is posted, went out at most once (twice if decisive), and not too early."""
    posted = [event.name for event in EVENTS.values() if event.is_posted]
    for pk in Notice.objects.exclude(event__in=posted).values_list("pk", flat=True):
        yield f"notice {pk}: of an event that is not posted"
    for pk in Notice.objects.filter(sent_at__lt=F("created_at")).values_list("pk", flat=True):
        yield f"notice {pk}: sent before it was written"
    for pk in Notice.objects.exclude(event=F("entry__event")).values_list("pk", flat=True):
        yield f"notice {pk}: of another event than its entry"
    doubled = Notice.objects.values("entry", "recipient").annotate(number=Count("pk")).filter(number__gt=1)
    for row in doubled:
        yield f"entry {row['entry']}: two letters to one person"
    yield from _letters_of_a_day_hold_what_is_gathered()


def _letters_of_a_day_hold_what_is_gathered() -> Iterator[str]:
    """INV-05: each letter that a letter of a day names went into that one and leaves by no other, and the other way round."""
    named = set()
    for digest, data in Notice.objects.filter(event=DIGEST).order_by("pk").values_list("pk", "entry__data"):
        named |= {(letter, str(digest)) for letter in data["letters"]}
    told = Notice.objects.exclude(digest=None).values_list("pk", "digest")
    for letter, _digest in sorted(named ^ {(str(letter), str(digest)) for letter, digest in told}):
        yield f"notice {letter}: in a letter of a day it did not go into, or the other way round"


def entries_are_of_known_events() -> Iterator[str]:
    """INV-12, the part of the frame: every entry names a known event, and whoever did it is named for good."""
    for pk in AuditEntry.objects.exclude(event__in=list(EVENTS)).values_list("pk", flat=True):
        yield f"audit entry {pk}: unknown event"
    for pk in AuditEntry.objects.filter(~Q(person=None), person_name="").values_list("pk", flat=True):
        yield f"audit entry {pk}: the person is not named"


def chains_hold() -> Iterator[str]:
    """INV-09: the audit's hash chains hold, and every head told to the auditors still stands in them."""
    with one_snapshot():
        for fault in faults():
            yield str(fault)


def closed_accounts_are_signed_in_nowhere() -> Iterator[str]:
    """INV-14: whoever was deactivated has none."""
    for code in PersonSession.objects.filter(person__is_active=False).values_list("code", flat=True):
        yield f"session {code}: of a closed account"


def second_steps_are_held(at: datetime) -> Iterator[str]:
    """INV-14: what an account says of its own is so, and with REQUIRE_MFA whoever handles other
    people's proposals has one. Left out are the first week of an office and the week before a close, when nobody has to enrol.
    """
    strong = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    told = Person.objects.annotate(holds=Exists(strong)).exclude(has_factor=F("holds"))
    for pk, holds in told.order_by("pk").values_list("pk", "holds"):
        yield f"person {pk}: {'holds a second step that is not known of' if holds else 'is said to hold a second step'}"
    if settings.REQUIRE_MFA and not stage_closes_within(at, QUIET_BEFORE_A_CLOSE):
        office = Appointment.objects.filter(in_force(at), role__in=GUARDED, starts_at__lte=at - TIME_TO_ENROL)
        bare = Person.objects.filter(is_active=True, has_factor=False)
        guarded = bare.filter(Q(is_staff=True, joined_at__lte=at - TIME_TO_ENROL) | Q(pk__in=office.values("person")))
        for pk in guarded.order_by("pk").values_list("pk", flat=True):
            yield f"person {pk}: an office without a second step"


CHECKS = {
    "INV-05": notices_are_of_posted_events,
    "INV-09": chains_hold,
    "INV-12": entries_are_of_known_events,
    "INV-14": closed_accounts_are_signed_in_nowhere,
}
