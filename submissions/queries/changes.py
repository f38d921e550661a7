"""What changed between two sendings of a proposal, as both are frozen."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from competition.queries.compiled import Objects, slot
from submissions.asking import as_read
from submissions.comparing import ADDED, REMOVED, Piece, compare_words
from submissions.models import Submission
from submissions.queries.contents import questions_of
from submissions.queries.screening import SentProposal


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the proposal that reads otherwise now, with the words that came and went."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Correction:
    """What came of a request for correction: what was sent before it, and what changed since; nothing may have."""

    before: Submission
    changes: list[Change]


def correction_in(sent: SentProposal) -> Correction | None:
    """Return what changed since the sending the secretariat decided about before this one; None where there is none. One query
    where there is one, else none."""
    earlier = [one.screening.submission_id for one in sent.decisions if one.screening.submission_id != sent.submission.pk]
    before = _SENDING.first(submission=earlier[0]) if earlier else None
    return Correction(before, _changes(sent, before)) if before else None


_SENDING = Objects(lambda: Submission.objects.filter(pk=slot("submission")))


def _changes(sent: SentProposal, before: Submission) -> list[Change]:
    old, new = before.snapshot["content"], sent.submission.snapshot["content"]
    labels = {"title": _("Judul"), "category": _("Kategori"), "group": _("Kelompok")}
    labels |= {"started_on": _("Mulai diterapkan"), "unit": _("Unit"), "video": _("Video")}
    parts = [(label, str(old.get(key) or ""), str(new.get(key) or "")) for key, label in labels.items()]
    for question in questions_of(sent.proposal.edition):
        texts = (as_read(one["answers"].get(question.code, ""), is_yes_no=question.is_yes_no) for one in (old, new))
        parts.append((str(question), *texts))
    changes = [Change(label, compare_words(was, now)) for label, was, now in parts if was != now]
    files = _file_pieces(old.get("files", []), new.get("files", []))
    return changes + ([Change(_("Berkas"), files)] if files else [])


def _file_pieces(old: list[dict], new: list[dict]) -> list[Piece]:
    """Return the files that went and came; one of the same name and another content did both."""
    before, after = {one["sha256"]: one["name"] for one in old}, {one["sha256"]: one["name"] for one in new}
    gone = [Piece(REMOVED, f"{name}\n") for key, name in before.items() if key not in after]
    return gone + [Piece(ADDED, f"{name}\n") for key, name in after.items() if key not in before]
