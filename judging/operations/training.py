"""A training text is scored: once, and counted nowhere."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from competition.models import Anchor, Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from judging.models import TrainingMark, TrainingSheet
from judging.operations.locks import hold_round
from judging.operations.sheets import ChangedRubric, OffTheScale
from judging.policy import may_train
from judging.queries.desk import criteria_of_round


class AlreadyTrained(Refused):
    """The text was scored before."""

    reason = gettext_lazy("Naskah latihan ini sudah Anda nilai.")


class NotUsed(Refused):
    """The organiser chose other texts since the page was shown."""

    reason = gettext_lazy("Naskah latihan ini tidak dipakai lagi. Buka kembali halaman pengarahan.")


@transaction.atomic
def lock_training(*, anchor: Anchor, person: Person, levels: dict[str, int], sheet_version: int, at: datetime) -> TrainingSheet:
    """Keep a judge's levels of a training text, by criterion code. They are compared and never counted.

    :raises NotAllowed: not a judge of the edition, round over or ranked.
    :raises ChangedRubric: the sheet changed since it was shown.
    :raises OffTheScale: a criterion without a level, or a level that the sheet does not have.
    :raises AlreadyTrained: scored before.
    :raises NotUsed: see there.
    """
    round_ = anchor.round
    # Nobody chooses other texts meanwhile.
    hold_round(round_, alone=False)
    require(may_train(person, round_, at))
    if not Anchor.objects.filter(pk=anchor.pk, is_used=True).exists():
        raise NotUsed
    if sheet_version != round_.sheet_version:
        raise ChangedRubric
    criteria = criteria_of_round(round_)
    if levels.keys() != {one.code for one in criteria}:
        raise OffTheScale
    chosen = [(one, next((level for level in one.scale if level.value == levels[one.code]), None)) for one in criteria]
    if any(level is None for _one, level in chosen):
        raise OffTheScale
    try:
        with transaction.atomic():
            known = {"anchor": anchor, "judge": person, "sheet_version": sheet_version}
            sheet = TrainingSheet.objects.create(**known, locked_at=at)
    except IntegrityError as error:
        raise AlreadyTrained from error
    TrainingMark.objects.bulk_create(
        TrainingMark(sheet=sheet, criterion=one, level=level, points=level.points) for one, level in chosen
    )
    key = f"{round_.edition.year}/{round_.key}/{anchor.code}"
    record_event(event="training_locked", subject=sheet, subject_key=key, person=person, at=at, edition=round_.edition)
    return sheet
