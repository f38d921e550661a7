"""An organiser chooses what all judges of a round score first, writes a text of their own, and reminds who has not begun."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.codes import new_code
from competition.models import Anchor, Briefing, Person, Round
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.digests import zones_of
from competition.verdict import Refused, require
from competition.words import clean_text
from judging.operations.locks import hold_round
from judging.operations.sheets import OffTheScale
from judging.policy import may_choose_training, may_nudge_untrained
from judging.queries.desk import criteria_of_round
from judging.queries.training import NUDGED, anchors_of, nudged_lately, stock_of, takers_of
from submissions.queries.contents import questions_of
from submissions.reminding import out_of_the_night

# None, or enough to tell a panel apart without costing each judge an evening.
NUMBERS = (0, 2, 3)


class WrongNumber(Refused):
    """One text tells nothing about a panel, and more than three are too much to ask."""

    reason = gettext_lazy("Pilih dua atau tiga naskah, atau tidak satu pun")


class UnknownText(Refused):
    """A text that the round does not have."""

    reason = gettext_lazy("Pilih naskah dari daftar")


class EmptyTraining(Refused):
    """No text, a text for a question that nobody asks, or a level without its reason."""

    reason = gettext_lazy("Isi naskah, dan alasan untuk setiap tingkat yang diharapkan")


class EnglishAlone(Refused):
    """English of a part that has no text of its own: nobody would ever read it."""

    reason = gettext_lazy("Tulis dahulu naskah aslinya untuk setiap bagian yang diterjemahkan")


class NobodyToNudge(Refused):
    """Everybody is through, or was asked within a day."""

    reason = gettext_lazy("Semua penilai sudah selesai, atau sudah diingatkan dalam sehari ini.")


@dataclass(frozen=True, slots=True)
class Expected:
    """The level of a criterion that the author of a text finds right, and why."""

    level: int
    reason: str
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class English:
    """A text's title and answers in English, as far as there are any: what is not there is read in the original."""

    title: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def choose_training(
    *, round_: Round, person: Person, texts: Collection[str], required: bool, reason: str, at: datetime
) -> Round:
    """Let all judges of the round score these texts of its stock first, or none; with `required` before their own proposals
    open. The same choice again changes nothing.

    :raises NotAllowed: not an organiser, round over or ranked, or a judge has scored a text on the present sheet.
    :raises WrongNumber, UnknownText: see there.
    """
    round_ = _held(round_)
    require(may_choose_training(person, round_, at))
    stock, texts = {one.code: one for one in stock_of(round_)}, set(texts)
    if not texts <= stock.keys():
        raise UnknownText
    if len(texts) not in NUMBERS:
        raise WrongNumber
    way = (Briefing.REQUIRED if required else Briefing.OFFERED) if texts else Briefing.NONE
    before = {"texts": sorted(one.code for one in stock.values() if one.is_used), "briefing": round_.briefing}
    after = {"texts": sorted(texts), "briefing": way}
    if before == after:
        return round_
    Anchor.objects.filter(round=round_, code__in=texts, is_used=False).update(is_used=True)
    Anchor.objects.filter(round=round_, is_used=True).exclude(code__in=texts).update(is_used=False)
    round_.briefing = way
    round_.save(update_fields=["briefing"])
    record_event(event="training_chosen", **_about(round_, person, at), reason=reason, before=before, after=after)
    return round_


@transaction.atomic
def write_training_text(
    *,
    round_: Round,
    person: Person,
    title: str,
    answers: Mapping[str, str],
    expected: Mapping[str, Expected],
    at: datetime,
    english: English | None = None,
) -> Anchor:
    """Add a text to the round's stock: its answers by question code, and by criterion code the level its author expects and
    why; each with its English, where there is any.

    :raises NotAllowed: as `choose_training`.
    :raises OffTheScale: a criterion without a level, or a level that the sheet does not have.
    :raises EmptyTraining, EnglishAlone: see there.
    """
    round_ = _held(round_)
    require(may_choose_training(person, round_, at))
    made = _as_written(round_, answers, expected, english or English())
    made.title, made.order = title, max((one.order for one in stock_of(round_)), default=0) + 1
    made.save()
    record_event(event="training_written", **_about(round_, person, at), data={"text": made.code})
    return made


def _as_written(round_: Round, answers: Mapping[str, str], expected: Mapping[str, Expected], english: English) -> Anchor:
    """Return a text that is whole, under a code of its own. Nothing is written. Raises as `write_training_text`."""
    scales = {one.code: {level.value for level in one.scale} for one in criteria_of_round(round_)}
    if expected.keys() != scales.keys() or any(one.level not in scales[code] for code, one in expected.items()):
        raise OffTheScale
    texts, texts_en = _filled(answers), _filled(english.answers)
    reasons = _filled({code: one.reason for code, one in expected.items()})
    reasons_en = _filled({code: one.reason_en for code, one in expected.items()})
    asked = {one.code for one in questions_of(round_.edition)}
    if not texts or not texts.keys() <= asked or reasons.keys() != expected.keys():
        raise EmptyTraining
    if not texts_en.keys() <= texts.keys():
        raise EnglishAlone
    levels = {
        code: {"level": one.level, "reason": reasons[code], "reason_en": reasons_en.get(code, "")}
        for code, one in expected.items()
    }
    known = {"answers": texts, "answers_en": texts_en, "expected": levels, "title_en": english.title.strip()}
    return Anchor(round=round_, code=new_code().lower(), is_used=False, **known)


@transaction.atomic
def nudge_untrained(*, round_: Round, person: Person, at: datetime) -> int:
    """Write a letter to each judge who has not scored all training texts, by day; return how many. Who got one within a day
    gets none.

    :raises NotAllowed: not an organiser, round over or ranked, or it has no training texts.
    :raises NobodyToNudge: see there.
    """
    round_ = _held(round_)
    require(may_nudge_untrained(person, round_, at))
    number, closes_at = len(anchors_of(round_)), round_.stage.closes_at
    left = [one for one in takers_of(round_, at) if one.done < number]
    lately = nudged_lately([one.judge.pk for one in left], at)
    told = [one for one in left if one.judge.pk not in lately]
    if not told:
        raise NobodyToNudge
    zones = zones_of([one.judge.pk for one in told], at)
    letters = [
        Occurrence(
            subject=round_,
            subject_key=f"{round_.edition.year}/{round_.key}",
            recipients=[one.judge],
            context={"round": round_, "closes_at": closes_at, "number": number - one.done},
            data={"person": one.judge.pk},
            not_before=out_of_the_night(at, zones[one.judge.pk], closes_at),
        )
        for one in told
    ]
    record_events(event=NUDGED, occurrences=letters, person=person, at=at, edition=round_.edition)
    return len(told)


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    """Return those of the texts that say anything, tidied."""
    return {code: clean_text(text) for code, text in texts.items() if clean_text(text)}


def _held(round_: Round) -> Round:
    """Hold the round alone, and return it as it is now."""
    hold_round(round_, alone=True)
    return Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)


def _about(round_: Round, person: Person, at: datetime) -> dict:
    key = f"{round_.edition.year}/{round_.key}"
    return {"subject": round_, "subject_key": key, "edition": round_.edition, "person": person, "at": at}
