"""Ask each year how public innovations go on, and take the answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Institution, Person
from competition.operations.events import Occurrence, record_event, record_events
from competition.verdict import Refused, require
from competition.zones import day_of
from submissions.continuing import REMINDED_AFTER, Continuing, is_time_to_ask
from submissions.models import Continuation, ContinuationAsk, Innovation
from submissions.policy import may_say_status
from submissions.queries.continuations import answerers_of, unanswered, unasked

# So many institutions are written to at a time, and so many innovations are named in a letter.
AT_A_TIME = 100
MOST_NAMED = 20


class NoReasonToStop(Refused):
    """Others learn from why it stopped."""

    reason = _("Isi alasan mengapa inovasi ini berhenti")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an institution says of an innovation."""

    status: str
    evidence: str = ""
    link: str = ""
    reason: str = ""


@transaction.atomic
def say_status(*, innovation: Innovation, person: Person, answer: Answer, at: datetime) -> Continuation:
    """Note how an innovation goes on this year, as its institution says. Said again, the later answer counts.

    :raises NotAllowed: not one of its institution's people, or not public.
    :raises NoReasonToStop: it stopped, and nothing is said of why.
    """
    innovation = Innovation.objects.select_for_update(of=("self",)).select_related("institution").get(pk=innovation.pk)
    require(may_say_status(person, innovation, at))
    status, reason = Continuing(answer.status), answer.reason.strip()
    if status == Continuing.STOPPED and not reason:
        raise NoReasonToStop
    said = Continuation.objects.create(
        innovation=innovation,
        institution=innovation.institution,
        year=day_of(at).year,
        status=status,
        evidence=answer.evidence.strip(),
        link=answer.link,
        reason=reason if status == Continuing.STOPPED else "",
        said_by=person,
        said_at=at,
    )
    record_event(
        event="innovation_status_said",
        subject=innovation,
        subject_key=innovation.code,
        person=person,
        at=at,
        data={"year": said.year},
        before={"status": innovation.status, "year": innovation.status_year},
        after={"status": said.status, "year": said.year},
    )
    transaction.on_commit(renew_public_pages)
    return said


@transaction.atomic
def ask_for_statuses(*, person: None = None, at: datetime) -> int:
    """Ask institutions, or remind them, one letter to each about all its innovations; return to how many was written.

    Safe to call often and in parallel: the institutions are held meanwhile, and who holds none of them passes over them. So
    many at a time; the rest come with the next call.
    """
    year = day_of(at).year
    if not is_time_to_ask(day_of(at)):
        return 0
    return _ask(year, person, at) + _remind(year, person, at)


def _ask(year: int, person: None, at: datetime) -> int:
    places = _hold(unasked(year, at).values("institution"))
    found = list(unasked(year, at, [one.pk for one in places]).order_by("title_key", "pk")) if places else []
    ContinuationAsk.objects.bulk_create(
        ContinuationAsk(innovation=one, institution_id=one.institution_id, year=year, asked_at=at) for one in found
    )
    return _write(places, found, year, person, at, is_reminder=False)


def _remind(year: int, person: None, at: datetime) -> int:
    until = at - REMINDED_AFTER
    places = _hold(unanswered(year, until).values("institution"))
    open_ = unanswered(year, until).filter(institution__in=[one.pk for one in places]) if places else []
    open_ = open_ and open_.select_related("innovation").order_by("innovation__title_key", "pk")
    found = {one.pk: one.innovation for one in open_}
    ContinuationAsk.objects.filter(pk__in=found).update(reminded_at=at)
    return _write(places, found.values(), year, person, at, is_reminder=True)


def _hold(institutions: object) -> list[Institution]:
    held = Institution.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=institutions)
    return list(held.order_by("pk")[:AT_A_TIME])


def _write(
    places: list[Institution], innovations: Iterable[Innovation], year: int, person: None, at: datetime, *, is_reminder: bool
) -> int:
    asked: dict[int, list[Innovation]] = defaultdict(list)
    for one in innovations:
        asked[one.institution_id].append(one)
    told = answerers_of(list(asked), at)
    letters = [
        Occurrence(
            subject=place,
            subject_key=place.code,
            recipients=told.get(place.pk, ()),
            context={
                "institution": place,
                "innovations": asked[place.pk][:MOST_NAMED],
                "more": max(0, len(asked[place.pk]) - MOST_NAMED),
                "year": year,
                "is_reminder": is_reminder,
            },
            data={"year": year, "innovations": [one.code for one in asked[place.pk]], "is_reminder": is_reminder},
        )
        for place in places
        if asked[place.pk]
    ]
    record_events(event="innovation_statuses_asked", occurrences=letters, person=person, at=at)
    return len(letters)
