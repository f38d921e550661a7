"""What must hold of the entry at any time. Each check returns one line per row that breaks it; none means it holds."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from competition.canonical import sha256_of
from competition.models import Cap, Edition
from competition.storage import FileMissing, open_file
from submissions.models import (
    Answer,
    AnswerRevision,
    Document,
    Endorsement,
    Innovation,
    Outcome,
    Proposal,
    SentDocument,
    Submission,
    Withdrawal,
)
from submissions.models.document import MOST_LOST_CHECKS
from submissions.models.endorsement import EndorsementKind
from submissions.queries.certificates import faults_of_certificates
from submissions.queries.clinics import overbooked
from submissions.queries.contents import content_hash, items_of
from submissions.queries.errata import faults_of_versions
from submissions.states import OPEN_TO_ADMINISTRATOR, SENT, DocumentState, ProposalState


def submissions_are_whole() -> Iterator[str]:
    """INV-01: what was sent has its frozen copy, its fingerprint recomputes, the endorsement is of that content, in time."""
    rows = Submission.objects.select_related("endorsement", "proposal")
    for one in rows.iterator(chunk_size=500):
        if sha256_of(one.snapshot) != one.sha256:
            yield f"submission {one.number}: the fingerprint does not recompute"
        if sha256_of(one.snapshot["content"]) != one.endorsement.content_hash:
            yield f"submission {one.number}: the endorsement is of another content"
        if one.endorsement.proposal_id != one.proposal_id:
            yield f"submission {one.number}: the endorsement is of another proposal"
        if one.received_at >= one.closes_at:
            yield f"submission {one.number}: arrived after the close"


def sent_proposals_have_one_submission_each() -> Iterator[str]:
    """INV-02: a sent proposal has a submission and its time is the last one's; an unsent one has none, or withdrew its last."""
    # The last one by the order of writing, as `latest_submission` has it: a clock may have been set back.
    last = Submission.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    rows = Proposal.objects.annotate(
        number=Count("submissions"),
        last=Subquery(last.values("received_at")[:1]),
        withdrawn=Subquery(last.values("withdrawal")[:1]),
    )
    for code in rows.filter(state__in=SENT, number=0).values_list("code", flat=True):
        yield f"proposal {code}: sent without a submission"
    for code in rows.exclude(state__in=SENT).filter(number__gt=0, withdrawn=None).values_list("code", flat=True):
        yield f"proposal {code}: has a submission but is not sent"
    for code in rows.filter(state__in=SENT, number__gt=0).exclude(submitted_at=F("last")).values_list("code", flat=True):
        yield f"proposal {code}: its time is not that of its last submission"


def sent_or_withdrawn() -> Iterator[str]:
    """INV-03: nothing is sent and withdrawn at once, and nobody decided on what was withdrawn."""
    last = Submission.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    rows = Proposal.objects.annotate(withdrawn=Subquery(last.values("withdrawal")[:1]))
    for code in rows.filter(state__in=SENT, withdrawn__isnull=False).values_list("code", flat=True):
        yield f"proposal {code}: is sent though its last submission was withdrawn"
    for code in rows.filter(state=ProposalState.WITHDRAWN, withdrawn=None).values_list("code", flat=True):
        yield f"proposal {code}: is withdrawn though its last submission was not"
    for code in rows.exclude(state__in=SENT).exclude(submitted_at=None).values_list("code", flat=True):
        yield f"proposal {code}: is not sent but has a time of sending"
    for number in Withdrawal.objects.exclude(submission__screenings=None).values_list("submission__number", flat=True):
        yield f"submission {number}: was withdrawn and decided on"


def caps_hold() -> Iterator[str]:
    """INV-03: nothing is sent and withdrawn at once, and no institution has more places than its kind may."""
    yield from sent_or_withdrawn()
    for cap in Cap.objects.all():
        over = (
            Proposal.objects.filter(edition_id=cap.edition_id, state__in=SENT, institution__kind=cap.kind)
            .values("institution__name")
            .annotate(number=Count("pk"))
            .filter(number__gt=cap.maximum)
        )
        for row in over:
            yield f"{row['institution__name']}: {row['number']} proposals sent, {cap.maximum} allowed"


def answers_are_their_last_revision() -> Iterator[str]:
    """INV-04: the present text of every answer is the last one that was acknowledged, and no version is missing."""
    last = AnswerRevision.objects.filter(answer=OuterRef("pk")).order_by("-version")
    rows = Answer.objects.annotate(
        kept=Count("revisions"),
        last_version=Subquery(last.values("version")[:1]),
        last_text=Subquery(last.values("text")[:1]),
        last_evidence=Subquery(last.values("evidence")[:1]),
    )
    differs = ~Q(last_version=F("version")) | ~Q(last_text=F("text")) | ~Q(last_evidence=F("evidence"))
    broken = rows.filter(~Q(kept=F("version")) | differs)
    for pk in broken.values_list("pk", flat=True):
        yield f"answer {pk}: the text is not its last saved version"


def nothing_is_public_before_its_publication() -> Iterator[str]:
    """INV-06: outcomes stand under a publication of their edition, and an innovation is public for a reason."""
    for pk in Outcome.ever.exclude(publication__edition=F("proposal__edition")).values_list("pk", flat=True):
        yield f"outcome {pk}: published under another edition"
    in_force = Outcome.objects.filter(proposal__innovation=OuterRef("pk"))
    unfounded = Innovation.objects.filter(~Exists(in_force), is_public=True, awards=None)
    for code in unfounded.values_list("code", flat=True):
        yield f"innovation {code}: public without an award or an outcome"


def versions_of_lists_have_their_corrections() -> Iterator[str]:
    """INV-06, X-5: a list has one version more than confirmed corrections, and no entry comes or goes but by one."""
    yield from faults_of_versions()


def one_edition_is_current() -> Iterator[str]:
    """An installation with editions has exactly one that runs."""
    if Edition.objects.exists() and Edition.objects.filter(is_current=True).count() != 1:
        yield "no edition is the current one"


def sent_files_are_those_of_the_copy() -> Iterator[str]:
    """INV-01: the frozen copy of a sending names exactly the files that were sent with it."""
    for one in Submission.objects.prefetch_related("sent_documents__document").iterator(chunk_size=500):
        named = sorted(file["sha256"] for file in one.snapshot["content"].get("files", []))
        if named != sorted(sent.document.sha256 for sent in one.sent_documents.all()):
            yield f"submission {one.number}: its copy names other files than were sent"
    foreign = SentDocument.objects.exclude(document__proposal=F("submission__proposal"))
    for number in foreign.values_list("submission__number", flat=True):
        yield f"submission {number}: a file of another proposal was sent with it"


def stored_files_are_whole() -> Iterator[str]:
    """INV-13: every file that a row names is stored, with the content it had."""
    for one in Document.objects.exclude(state=DocumentState.UPLOADING).iterator(chunk_size=500):
        for name, sha256 in ((one.original, one.sha256), (one.cleaned, one.cleaned_sha256)):
            if name and (found := _stored_sha256(name)) != sha256:
                yield f"file {one.code}: {name} {'has another content' if found else 'is not stored'}"


def letters_prove_what_they_say() -> Iterator[str]:
    """INV-01: a letter that counts has a file of its own proposal that was not refused, its version is the text it was
    recorded for, and what was sent with it names its number and its file."""
    letters = Endorsement.objects.filter(kind=EndorsementKind.LETTER).select_related("document", "proposal")
    for one in letters.iterator(chunk_size=500):
        document, proposal = one.document, one.proposal
        if document is None or not document.is_proof or document.proposal_id != one.proposal_id:
            yield f"endorsement {one.pk}: the letter has no file of its proposal"
            continue
        is_open = proposal.state in OPEN_TO_ADMINISTRATOR and one.ended_at is None
        if is_open and document.state == DocumentState.REFUSED:
            yield f"endorsement {one.pk}: its file was refused, and it counts"
        if one.version > proposal.version:
            yield f"endorsement {one.pk}: the letter is for a version that is not there yet"
        if is_open and one.version == proposal.version and one.content_hash != content_hash(proposal, items_of(proposal)):
            yield f"endorsement {one.pk}: the letter is bound to another text than its version"
    for one in Submission.objects.filter(endorsement__kind=EndorsementKind.LETTER).select_related("endorsement__document"):
        named, letter = one.snapshot["endorsement"].get("letter", {}), one.endorsement
        told = (letter.letter_number, letter.document.sha256 if letter.document else "")
        if (named.get("number"), named.get("sha256")) != told:
            yield f"submission {one.number}: its copy names another letter than the endorsement"
    proofs = Document.objects.filter(is_proof=True, endorsement=None).exclude(state=DocumentState.UPLOADING)
    yield from (f"file {code}: proves no endorsement" for code in proofs.values_list("code", flat=True))


def clinics_have_seats() -> Iterator[str]:
    """INV-11: no clinic has more seats taken than there are, and the number that was counted is the true one."""
    for one in overbooked():
        yield f"clinic {one.code}: {one.taken} seats are taken, {one.seats_taken} were counted, of {one.capacity}"


def _stored_sha256(name: str) -> str:
    try:
        with open_file(name) as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest()
    except FileMissing:
        return ""


def files_are_looked_at() -> Iterator[str]:
    """INV-13 looking: no file waits for ever because whoever looks at it never comes back."""
    stuck = Document.objects.filter(state=DocumentState.CHECKING, lost_checks__gte=MOST_LOST_CHECKS)
    for code, proposal in stuck.values_list("code", "proposal__code"):
        yield f"file {code} of {proposal}: two workers ended over it; mend why, then manage.py check_files_again"


CHECKS = {
    "INV-01": submissions_are_whole,
    "INV-01 files": sent_files_are_those_of_the_copy,
    "INV-01 letters": letters_prove_what_they_say,
    "INV-13": stored_files_are_whole,
    "INV-13 looking": files_are_looked_at,
    "INV-02": sent_proposals_have_one_submission_each,
    "INV-03": caps_hold,
    "INV-04": answers_are_their_last_revision,
    "INV-11": clinics_have_seats,
    "INV-06": nothing_is_public_before_its_publication,
    "INV-06 versions": versions_of_lists_have_their_corrections,
    "INV-06 certificates": faults_of_certificates,
    "EDITION": one_edition_is_current,
}
