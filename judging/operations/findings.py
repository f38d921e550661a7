"""What a team found: saved by anybody of it as often as they like, and ended by the yes of each."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.queries.ties import without_tied
from competition.verdict import Refused, require
from competition.words import clean_text
from judging.models import Finding, Visit, VisitMember, VisitPhoto
from judging.models.visit import Answer, Ask, Seat
from judging.operations.locks import hold_visit
from judging.operations.visits import move
from judging.policy import may_confirm_findings, may_write_findings
from judging.queries.visits import findings_of, missing_of, photos_of, record_of, shown_hash, team_of
from judging.seals import new_salt, visit_seal
from judging.states import VisitState


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody wrote down for one question: an answer (empty: none yet) and what was seen."""

    answer: str = ""
    seen: str = ""


class UnknownAnswer(Refused):
    """A question or an answer that the form does not have."""

    reason = gettext_lazy("Pilih salah satu jawaban pada formulir")


class StaleFindings(Refused):
    """Somebody of the team, or another window, saved since the form was shown; nothing was overwritten."""

    reason = gettext_lazy("Formulir ini sudah disimpan dari perangkat lain. Isian Anda belum menimpa apa pun.")


class ChangedSince(Refused):
    """Form or pictures are others than those that were shown; a yes is to what one has read."""

    reason = gettext_lazy("Isi formulir atau foto berubah sejak Anda membacanya. Baca kembali, lalu sahkan.")


class UnfinishedFindings(Refused):
    """A question without an answer, or nothing said of what was seen and who was asked; `missing` names them."""

    reason = gettext_lazy("Formulir kunjungan belum lengkap")

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__()


@transaction.atomic
def save_findings(
    *, visit: Visit, person: Person, found: dict[str, Found], spoken_to: str, version: int, at: datetime
) -> Visit:
    """Save the form if nobody did since `version` was shown. The very same again is a success without a new version; what
    differs is a new one, and every yes to an earlier one lapses.

    :raises NotAllowed: not of the team, ended, round over or ranked.
    :raises UnknownAnswer: an unknown question or answer.
    :raises StaleFindings: saved by somebody in between.
    """
    visit = hold_visit(visit)
    require(may_write_findings(person, visit, at))
    if not (set(found) <= set(Ask.values) and {one.answer for one in found.values()} <= {"", *Answer.values}):
        raise UnknownAnswer
    rows = [Finding(visit=visit, ask=ask, answer=one.answer, seen=clean_text(one.seen)) for ask, one in found.items()]
    known, spoken_to = findings_of(visit), clean_text(spoken_to)
    is_same = all(_said(known[one.ask] if one.ask in known else Finding()) == _said(one) for one in rows)
    if is_same and spoken_to == visit.spoken_to:
        return visit
    if visit.version != version:
        raise StaleFindings
    Finding.objects.bulk_create(rows, update_conflicts=True, unique_fields=["visit", "ask"], update_fields=["answer", "seen"])
    visit.spoken_to, visit.version, visit.changed_at = spoken_to, visit.version + 1, at
    visit.save(update_fields=["spoken_to", "version", "changed_at"])
    return visit


@transaction.atomic
def confirm_findings(*, visit: Visit, person: Person, statement: str, shown: str, at: datetime) -> Visit:
    """Say yes to form and pictures as they were shown (`shown_hash` of then). The last yes of a whole team ends the visit:
    nothing of it changes any more, and a fingerprint proves later what was said.

    :raises NotAllowed: not of the team, before the first day, ended, round over or ranked.
    :raises ChangedSince: something was saved or added since they were shown.
    :raises UnfinishedFindings: naming what is missing.
    """
    visit = hold_visit(visit)
    require(may_confirm_findings(person, visit, at))
    found, photos = findings_of(visit), photos_of(visit)
    if shown_hash(visit, found.values(), photos) != shown:
        raise ChangedSince
    if missing := missing_of(visit, found):
        raise UnfinishedFindings(missing)
    mine = VisitMember.objects.get(visit=visit, person=person)
    mine.statement, mine.confirmed_version, mine.confirmed_at = clean_text(statement), visit.version, at
    mine.save(update_fields=["statement", "confirmed_version", "confirmed_at"])
    about = {"subject": visit, "subject_key": visit.code, "edition": visit.round.edition, "person": person, "at": at}
    record_event(event="findings_confirmed", data={"version": visit.version}, **about)
    end_if_whole(visit, found, photos, person, at)
    return visit


def end_if_whole(
    visit: Visit, found: dict[str, Finding], photos: list[VisitPhoto], person: Person, at: datetime
) -> None:  # fmt: skip
    """End the visit where somebody for each seat goes and everybody said yes to what stands there now; its row is held."""
    team = team_of(visit)
    if {one.seat for one in team} == set(Seat.values) and all(one.has_confirmed for one in team):
        _end(visit, record_of(visit, found.values(), photos, team), person, at)


def _end(visit: Visit, record: dict, person: Person, at: datetime) -> None:
    visit.salt, visit.done_at, visit.changed_at = new_salt(), at, at
    visit.receipt_hash = visit_seal(record=record, at=at, salt=visit.salt)
    move(visit, VisitState.DONE, "salt", "receipt_hash", "done_at", "changed_at")
    chairs = appointees_of(visit.round.edition_id, at, AppointmentRole.CHAIR)
    record_event(
        event="visit_done",
        subject=visit,
        subject_key=visit.code,
        person=person,
        at=at,
        edition=visit.round.edition,
        data={"receipt": visit.receipt_hash},
        before={"state": VisitState.PLANNED},
        after={"state": visit.state},
        recipients=without_tied(chairs, visit.round.edition, visit.proposal.institution_id, at),
        context={"visit": visit, "round": visit.round, "proposal": visit.proposal},
    )


def _said(one: Finding) -> tuple[str, str]:
    return one.answer, one.seen
