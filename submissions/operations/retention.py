"""Remove drafts that were never sent, once their edition is long over; the frame names this by a string
(settings.RETENTION)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import Max, Q

from competition.models import Edition, Notice
from competition.models.notices import NoticeState
from competition.models.people import CLOSED_ADDRESS
from competition.retention import LINKS_KEPT, MONTH, Swept
from competition.storage import NotKept, drop_file
from submissions.models import (
    Answer,
    AnswerRevision,
    Coaching,
    CoachingComment,
    Document,
    Enclosure,
    Endorsement,
    EndorsementLink,
    Innovation,
    Objection,
    Proposal,
    ReadinessTick,
    ReturnNote,
    SavedView,
    ScreeningDraft,
)
from submissions.states import ObjectionState, ProposalState

# So long whoever was slower can still read their own words.
SCREENING_DRAFTS_KEPT = timedelta(days=30)
# Whoever does not confirm within days will not; and after a year an answer is no longer written to anybody.
UNCONFIRMED_KEPT = timedelta(days=7)
OBJECTORS_KEPT = timedelta(days=365)
# Instead of the address in letters to whoever objected: it reaches nobody, and tells who it was to nobody.
NOBODY = f"pengirim{CLOSED_ADDRESS}"
UNSENT = (ProposalState.DRAFT, ProposalState.FORWARDED)


def sweep_drafts(*, at: datetime) -> Iterator[Swept]:
    """Remove each edition's unsent proposals so many months after its last window closed, with everything written in them."""
    for edition in Edition.objects.annotate(over_at=Max("stages__closes_at")).order_by("year"):
        months = edition.drafts_kept_months
        if edition.over_at and edition.over_at + months * MONTH <= at:
            drafts, files = _remove(edition)
            yield Swept(f"drafts of {edition.year}", drafts, f"never sent, {months} months after the edition's last window")
            yield Swept(f"files of drafts of {edition.year}", files, "with their drafts, from the storage too")


def sweep_links(*, at: datetime) -> Iterator[Swept]:
    """Remove the links that asked for an endorsement, once they are long over."""
    number = EndorsementLink.objects.filter(ends_at__lt=at - LINKS_KEPT).delete()[0]
    yield Swept("endorsement links", number, f"over for {LINKS_KEPT.days} days")


def sweep_views(*, at: datetime) -> Iterator[Swept]:
    """Remove the filters named by people whose account has ended: nobody else ever sees them."""
    number = SavedView.objects.filter(person__is_active=False).delete()[0]
    yield Swept("saved views", number, "their person's account has ended")


def sweep_screening_drafts(*, at: datetime) -> Iterator[Swept]:
    """Remove what somebody filled in about a proposal that was decided long ago, or whose account has ended."""
    moot = ~Q(proposal__state=ProposalState.SUBMITTED) & Q(saved_at__lt=at - SCREENING_DRAFTS_KEPT)
    number = ScreeningDraft.objects.filter(moot | Q(person__is_active=False)).delete()[0]
    yield Swept("screening drafts", number, f"decided by somebody else {SCREENING_DRAFTS_KEPT.days} days ago or earlier")


def sweep_objections(*, at: datetime) -> Iterator[Swept]:
    """Remove objections that were never confirmed, and from those answered long ago who objected and with which evidence; what
    was said and answered stays."""
    lost = Objection.objects.filter(state=ObjectionState.FILED, filed_at__lt=at - UNCONFIRMED_KEPT)
    old = Objection.objects.filter(answered_at__lt=at - OBJECTORS_KEPT).exclude(email="")
    gone = [pk for rows in (lost, old) for pk in rows.values_list("evidence", flat=True) if pk]
    enclosures = Enclosure.objects.filter(pk__in=gone)
    stored = [name for names in enclosures.values_list("path", "cleaned") for name in names if name]
    with connection.cursor() as cursor:
        # The guard of what was said looks for this.
        cursor.execute("SET LOCAL kipp.retention = 'on'")
    unconfirmed = lost.delete()[0]
    named = old.update(name="", email="", evidence=None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL kipp.retention = 'off'")
    enclosures.delete()
    letters = _forget_addresses()
    transaction.on_commit(partial(_drop, stored))
    yield Swept("objections nobody confirmed", unconfirmed, f"filed {UNCONFIRMED_KEPT.days} days ago or earlier")
    yield Swept("names and evidence of who objected", named, f"answered {OBJECTORS_KEPT.days} days ago or earlier")
    yield Swept("addresses in letters to who objected", letters, "their objection is gone, or their name")


def _forget_addresses() -> int:
    """Take the address out of each letter to somebody whom no objection names any more; what still leaves comes later."""
    letters = Notice.objects.filter(event__in=("objection_filed", "objection_answered"), recipient=None).exclude(address=NOBODY)
    settled = letters.exclude(state__in=(NoticeState.WAITING, NoticeState.SENDING, NoticeState.DAILY))
    named = Objection.objects.exclude(email="").values("code")
    return settled.exclude(entry__subject_key__in=named).update(address=NOBODY, error="")


def _remove(edition: Edition) -> tuple[int, int]:
    """Remove an edition's drafts, and return how many went, and how many files with them."""
    drafts = list(
        Proposal.objects.filter(edition=edition, state__in=UNSENT, submissions=None).values_list("pk", "innovation_id")
    )
    proposals = [pk for pk, _innovation in drafts]
    with connection.cursor() as cursor:
        # The guard of what was once saved looks for this, and at whether the proposal was ever sent (`0002_triggers`).
        cursor.execute("SET LOCAL kipp.retention = 'on'")
    AnswerRevision.objects.filter(answer__proposal__in=proposals).delete()
    for model in (EndorsementLink, Endorsement):
        model.objects.filter(proposal__in=proposals).delete()
    CoachingComment.objects.filter(coaching__proposal__in=proposals).delete()
    files, stored = _remove_documents(proposals)
    for model in (Answer, ReturnNote, Coaching, ReadinessTick):
        model.objects.filter(proposal__in=proposals).delete()
    Proposal.objects.filter(pk__in=proposals).delete()
    lonely = Innovation.objects.filter(
        pk__in=[one for _pk, one in drafts], proposals=None, awards=None, is_public=False, replica_of=None
    )
    lonely.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL kipp.retention = 'off'")
    transaction.on_commit(partial(_drop, stored))
    return len(proposals), files


def _remove_documents(proposals: list[int]) -> tuple[int, list[str]]:
    """Remove the rows of files; return how many, and what is stored for them. Replacements go before what they replaced."""
    documents = Document.objects.filter(proposal__in=proposals)
    stored = [name for names in documents.values_list("original", "cleaned") for name in names if name]
    rows = list(documents.order_by("-pk").values_list("pk", flat=True))
    for pk in rows:
        Document.objects.filter(pk=pk).delete()
    return len(rows), stored


def _drop(stored: list[str]) -> None:
    """Remove files whose rows are gone; what is left behind is an orphan, and those are swept."""
    for name in stored:
        with suppress(NotKept):
            drop_file(name)
