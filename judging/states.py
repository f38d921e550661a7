"""The states of the verdict's objects and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssignmentState(TextChoices):
    """What a judge has answered. RELEASED: taken back by the organiser."""

    OFFERED = "OFFERED", _("Belum dijawab")
    ACCEPTED = "ACCEPTED", pgettext_lazy("assignment", "Diterima")
    RECUSED = "RECUSED", _("Mundur karena konflik")
    RELEASED = "RELEASED", _("Ditarik")


class SheetState(TextChoices):
    """A sheet is a draft until its judge locks it."""

    DRAFT = "DRAFT", _("Draf")
    LOCKED = "LOCKED", _("Terkunci")


class SelectionState(TextChoices):
    """A selection is proposed by the chair, ratified by an organiser, published by another."""

    PROPOSED = "PROPOSED", _("Diusulkan")
    RATIFIED = "RATIFIED", _("Ditetapkan")
    PUBLISHED = "PUBLISHED", _("Diumumkan")


class AnnouncementState(TextChoices):
    """An announcement is prepared by one person and approved by another; then it opens at its instant, unless it is put off."""

    PREPARED = "PREPARED", pgettext_lazy("announcement", "Menunggu persetujuan")
    APPROVED = "APPROVED", pgettext_lazy("announcement", "Disetujui")
    POSTPONED = "POSTPONED", pgettext_lazy("announcement", "Ditunda")
    OPENED = "OPENED", pgettext_lazy("announcement", "Sudah dibuka")


class ReopeningState(TextChoices):
    """A reopening of a ranking is proposed by one person, confirmed by another, and done some minutes later unless somebody
    stops it."""

    PROPOSED = "PROPOSED", pgettext_lazy("reopening", "Menunggu pengesahan")
    CONFIRMED = "CONFIRMED", pgettext_lazy("reopening", "Disahkan")
    STOPPED = "STOPPED", pgettext_lazy("reopening", "Dihentikan")
    DONE = "DONE", pgettext_lazy("reopening", "Dibuka kembali")


class DiscussionState(TextChoices):
    """What is done about readers who are far apart. THIRD: one more was asked to read; SEALED: they agreed on a sheet; ENDED:
    the chair let the sheets stand as they are."""

    OPEN = "OPEN", _("Sedang dibahas")
    THIRD = "THIRD", _("Dibaca satu penilai lagi")
    SEALED = "SEALED", _("Disepakati")
    ENDED = "ENDED", _("Nilai dibiarkan")


class VisitState(TextChoices):
    """A visit is planned until everybody of the team said yes to what was found, or until it is called off."""

    PLANNED = "PLANNED", _("Direncanakan")
    DONE = "DONE", pgettext_lazy("visit", "Selesai")
    CANCELLED = "CANCELLED", pgettext_lazy("visit", "Dibatalkan")


EXTRA_READING = "EXTRA"
"""Why a judge has a proposal that was to be read once more: the ranking waits for such a sheet as for a required one, until
the round closes."""

ASSIGNMENT_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (AssignmentState.OFFERED, AssignmentState.ACCEPTED),
        (AssignmentState.OFFERED, AssignmentState.RECUSED),
        (AssignmentState.OFFERED, AssignmentState.RELEASED),
        (AssignmentState.ACCEPTED, AssignmentState.RECUSED),
        (AssignmentState.ACCEPTED, AssignmentState.RELEASED),
        (AssignmentState.RELEASED, AssignmentState.OFFERED),
    }
)
SHEET_MOVES: frozenset[tuple[str, str]] = frozenset({(SheetState.DRAFT, SheetState.LOCKED)})
SELECTION_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (SelectionState.PROPOSED, SelectionState.RATIFIED),
        (SelectionState.RATIFIED, SelectionState.PUBLISHED),
    }
)
ANNOUNCEMENT_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (AnnouncementState.PREPARED, AnnouncementState.APPROVED),
        (AnnouncementState.PREPARED, AnnouncementState.POSTPONED),
        (AnnouncementState.APPROVED, AnnouncementState.POSTPONED),
        (AnnouncementState.APPROVED, AnnouncementState.OPENED),
    }
)
REOPENING_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (ReopeningState.PROPOSED, ReopeningState.CONFIRMED),
        (ReopeningState.PROPOSED, ReopeningState.STOPPED),
        (ReopeningState.CONFIRMED, ReopeningState.STOPPED),
        (ReopeningState.CONFIRMED, ReopeningState.DONE),
    }
)
STANDING_REOPENINGS: frozenset[str] = frozenset({ReopeningState.PROPOSED, ReopeningState.CONFIRMED})
DISCUSSION_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (DiscussionState.OPEN, DiscussionState.SEALED),
        (DiscussionState.OPEN, DiscussionState.ENDED),
        (DiscussionState.THIRD, DiscussionState.ENDED),
    }
)
VISIT_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (VisitState.PLANNED, VisitState.DONE),
        (VisitState.PLANNED, VisitState.CANCELLED),
    }
)
ACTIVE_ASSIGNMENTS: frozenset[str] = frozenset({AssignmentState.OFFERED, AssignmentState.ACCEPTED})
