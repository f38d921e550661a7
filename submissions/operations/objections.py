"""Object to a published list; the address is confirmed, a handler without a tie is given, and the objection is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.letters import Addressee
from competition.lifetimes import PRESSED_TWICE
from competition.models import Person
from competition.operations.events import record_event
from competition.scans import Scan
from competition.tokens import MARK, hash_of, new_nonce, token_of
from competition.verdict import Refused, require
from submissions.models import Decree, Objection, Outcome, Publication
from submissions.models.objection import CONFIRMED_WITHIN
from submissions.operations.enclosures import keep_enclosure
from submissions.policy import may_answer_objection, may_give_objection, may_object, may_see_objection
from submissions.queries.objections import least_burdened, organisers_of, secretaries_of
from submissions.states import ANSWERED, OBJECTION_MOVES, DecreeState, ObjectionState

MOST_FOR_ONE_ADDRESS = 5
MOST_IN_A_DAY = 500
# So long what nobody has confirmed yet counts for its address: anybody can type another one's.
UNCONFIRMED_COUNTS = timedelta(hours=1)


class TooManyObjections(Refused):
    """Anybody may object, but not without end."""

    reason = _("Sudah ada beberapa keberatan dari alamat ini. Tunggu jawabannya, atau coba lagi besok.")


class TooManyToday(Refused):
    """There is an end to what the secretariat is given in a day."""

    reason = _("Hari ini keberatan yang dicatat sudah terlalu banyak. Coba lagi besok.")


class NoWords(Refused):
    """An objection says what is wrong."""

    reason = _("Isi keberatan")


class NoAnswer(Refused):
    """Whoever objected is told why."""

    reason = _("Isi alasan jawaban")


class ConfirmedTooLate(Refused):
    """The days in which an address may be confirmed are over."""

    reason = _("Tautan ini sudah lewat tiga hari, jadi keberatan ini tidak dicatat. Selama masanya belum berakhir, kirim lagi.")


@dataclass(frozen=True, slots=True)
class Objector:
    """Who objects, and where they read the answer."""

    name: str
    email: str
    language: str = "id"


@transaction.atomic
def file_objection(
    *, publication: Publication, outcome: Outcome | None, objector: Objector, text: str, evidence: Scan | None, at: datetime
) -> Objection:
    """Keep what somebody says against a list or one of its entries, and send the link that confirms their address.

    Before that it counts for nobody. The same once more, with the same evidence or none, is the one already kept, whose link is
    sent again after a minute; where its days are over it is a new one.

    :raises NotAllowed: the days for it are over, or there are none.
    :raises NoWords: nothing is said.
    :raises TooManyObjections, TooManyToday: too many from this address, or in a day.
    :raises EnclosureNotStored: the storage did not take the file.
    """
    # One after the other, so that what is counted is all there is.
    publication = Publication.objects.select_for_update(of=("self",)).select_related("edition").get(pk=publication.pk)
    require(may_object(publication, at))
    email, text = objector.email.strip().lower(), text.strip()
    if not text:
        raise NoWords
    own = Objection.objects.filter(publication=publication, email=email)
    alive = own.filter(Q(confirmed_at__isnull=False) | Q(filed_at__gt=at - CONFIRMED_WITHIN), outcome=outcome, text=text)
    same = (alive.filter(evidence__sha256=evidence.sha256) if evidence else alive).order_by("filed_at", "pk").first()
    if same is not None:
        return _once_more(same, at)
    _require_room(own, at)
    nonce = new_nonce()
    objection = Objection.objects.create(
        publication=publication,
        outcome=outcome,
        name=objector.name.strip(),
        email=email,
        language=objector.language,
        text=text,
        nonce=nonce,
        token_hash=hash_of(token_of(nonce)),
        evidence=keep_enclosure(scan=evidence, at=at) if evidence else None,
        filed_at=at,
    )
    _ask_to_confirm(objection, at)
    return objection


@transaction.atomic
def confirm_objection(*, objection: Objection, at: datetime) -> Objection:
    """Count the objection, because whoever holds its link reads its address, and give it to somebody in the secretariat without
    a tie, who has the fewest; where there is nobody, the organisers are told. A second press changes nothing.

    :raises ConfirmedTooLate: after three days, or once a decree rests on its having come too late.
    :raises TooManyObjections: as many of this address count already.
    """
    # Before the objection, as its decree does: that one waits until it is known whether this counts.
    Publication.objects.select_for_update().get(pk=objection.publication_id)
    objection = _hold(objection)
    if objection.state != ObjectionState.FILED:
        return objection
    if at >= objection.confirm_by or _is_decreed_since(objection):
        raise ConfirmedTooLate
    own = Objection.objects.filter(publication=objection.publication_id, email=objection.email)
    if own.exclude(state=ObjectionState.FILED).count() >= MOST_FOR_ONE_ADDRESS:
        raise TooManyObjections
    objection.confirmed_at = at
    edition = objection.publication.edition
    able = [one for one in secretaries_of(edition, at) if may_see_objection(one, objection, at)]
    objection.handler = next(iter(least_burdened(edition, able)), None)
    move(objection, ObjectionState.OPEN, "confirmed_at", "handler")
    told = [objection.handler] if objection.handler else organisers_of(edition, at)
    _tell_handler(objection, None, [one for one in told if may_see_objection(one, objection, at)], at)
    transaction.on_commit(renew_public_pages)
    return objection


@transaction.atomic
def give_objection(*, objection: Objection, person: Person, whom: Person, at: datetime) -> Objection:
    """Give the objection to another handler, who is told.

    :raises NotAllowed: neither secretariat nor organiser, a tie, answered already; or the same of the other one.
    """
    objection = _hold(objection)
    require(may_give_objection(person, objection, whom, at))
    objection.handler = whom
    objection.save(update_fields=["handler"])
    _tell_handler(objection, person, [whom], at)
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, person: Person, result: str, reason: str, at: datetime) -> Objection:
    """Answer it once, and write to whoever objected; everybody sees the number change.

    :raises NotAllowed: not its handler, a tie, answered already.
    :raises NoAnswer: no reason, or none of the answers.
    """
    objection = _hold(objection)
    require(may_answer_objection(person, objection, at))
    if not reason.strip() or result not in ANSWERED:
        raise NoAnswer
    objection.reason, objection.answered_at = reason.strip(), at
    move(objection, ObjectionState(result), "reason", "answered_at")
    record_event(
        event="objection_answered",
        subject=objection,
        subject_key=objection.code,
        person=person,
        at=at,
        edition=objection.publication.edition,
        before={"state": ObjectionState.OPEN},
        after={"state": objection.state},
        recipients=_objector(objection),
        context={"objection": objection, "publication": objection.publication},
    )
    transaction.on_commit(renew_public_pages)
    return objection


def move(objection: Objection, state: ObjectionState, *fields: str) -> None:
    """Move a held objection, and save these fields with it."""
    assert (objection.state, state) in OBJECTION_MOVES
    objection.state = state
    objection.save(update_fields=["state", *fields])


def _hold(objection: Objection) -> Objection:
    held = Objection.objects.select_for_update(of=("self",))
    return held.select_related("publication__edition", "outcome__proposal", "handler").get(pk=objection.pk)


def _is_decreed_since(objection: Objection) -> bool:
    """Say whether a decree was confirmed while this could be confirmed as well: a press that came in the last second and had to
    wait here is later than a decree that did not have to."""
    decided = Decree.objects.filter(publication=objection.publication_id, state=DecreeState.CONFIRMED)
    return decided.filter(decided_at__gte=objection.filed_at).exists()


def _once_more(objection: Objection, at: datetime) -> Objection:
    """Send the link again to whoever filed the same twice and has not confirmed it."""
    if objection.state == ObjectionState.FILED and objection.filed_at + PRESSED_TWICE <= at < objection.confirm_by:
        _ask_to_confirm(objection, at)
    return objection


def _require_room(own: QuerySet[Objection], at: datetime) -> None:
    """Count what was confirmed: what only claims an address must keep nobody out, and is itself held back for an hour."""
    counted = Q(confirmed_at__isnull=False) | Q(filed_at__gt=at - UNCONFIRMED_COUNTS)
    if own.filter(counted).count() >= MOST_FOR_ONE_ADDRESS:
        raise TooManyObjections
    if Objection.objects.filter(confirmed_at__gt=at - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise TooManyToday


def _objector(objection: Objection) -> list[Addressee]:
    return [Addressee(objection.name, objection.email, objection.language)] if objection.email else []


def _ask_to_confirm(objection: Objection, at: datetime) -> None:
    """Write the letter with the link. The audit names no address and none of the words."""
    record_event(
        event="objection_filed",
        subject=objection,
        subject_key=objection.code,
        person=None,
        at=at,
        edition=objection.publication.edition,
        data={"list": objection.publication.round_key, "evidence": objection.evidence.sha256 if objection.evidence else ""},
        recipients=_objector(objection),
        context={
            "objection": objection,
            "publication": objection.publication,
            "token": MARK,
            "nonce": objection.nonce,
            "ends_at": objection.confirm_by,
        },
    )


def _tell_handler(objection: Objection, person: Person | None, told: Iterable[Person], at: datetime) -> None:
    handler = objection.handler
    record_event(
        event="objection_given",
        subject=objection,
        subject_key=objection.code,
        person=person,
        at=at,
        edition=objection.publication.edition,
        data={"handler": handler.pk if handler else None},
        recipients=told,
        context={"objection": objection, "handler": handler, "closes_at": objection.answer_by},
    )
