"""Training texts to test with, and judges who score them."""

from competition.clock import read_clock
from competition.models import Anchor, Round
from judging.operations.training import lock_training
from tests import builders


def brief(round_: Round, *, number: int = 2, required: bool = False) -> list[Anchor]:
    """Give the round training texts, and return them."""
    round_.briefing = "REQUIRED" if required else "OFFERED"
    round_.save(update_fields=["briefing"])
    known = {"round": round_, "answers": {"ringkasan": builders.TEXT, "kebaruan": "Belum ada di daerah lain."}}
    return [
        Anchor.objects.create(code=f"latihan-{order}", order=order, title=f"Naskah latihan {order}", **known)
        for order in range(1, number + 1)
    ]


def train(anchor: Anchor, judge, level: int = 3, at=None, **levels: int):
    """Let a judge score a training text: the same level for each criterion, or another for those named."""
    chosen = {code: levels.get(code, level) for code in builders.choices()}
    anchor = Anchor.objects.select_related("round__edition", "round__stage").get(pk=anchor.pk)
    version = anchor.round.sheet_version
    return lock_training(anchor=anchor, person=judge, levels=chosen, sheet_version=version, at=at or read_clock())
