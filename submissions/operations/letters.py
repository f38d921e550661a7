"""A signed letter as the proof of the leader's yes: recorded by an administrator, objected to, refused with its file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.inspecting import FileRefused
from competition.models import Person
from competition.operations.events import record_event
from competition.operations.notices import tell_workers
from competition.queries.people import STAFF_ROLES, appointees_of
from competition.queries.ties import without_tied
from competition.scans import tidy_file_name
from competition.storage import FileMissing, drop_file, keep_file
from competition.verdict import Refused, require
from competition.zones import day_of, format_date
from submissions.models import Document, Endorsement, Proposal
from submissions.models.document import new_document_code
from submissions.models.endorsement import EndorsementKind
from submissions.operations.documents import file_name, look_at
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown, frozen_office, named_office
from submissions.operations.links import announce_letter, close_links
from submissions.operations.moves import hold_window, lock_proposal
from submissions.operations.uploads import forget_upload, put_together
from submissions.policy import may_endorse_proposal, may_object_to_letter, may_record_letter
from submissions.queries.contents import content_hash, items_of, sending_closes_at
from submissions.queries.delegations import office_of
from submissions.queries.documents import is_sent
from submissions.queries.letters import uploaded_letter
from submissions.queries.links import endorsers_of
from submissions.queries.people import agency_of
from submissions.states import WITH_SECRETARIAT, DocumentState, ProposalState

MOST_IN_A_DAY = 5
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """What is said of a letter. `whom` is the recorded leader or delegate who signed it; without one, `name` and `office` say
    who did."""

    number: str
    day: date
    whom: Person | None = None
    name: str = ""
    office: str = ""


class BadLetter(Refused):
    """Something said of the letter cannot be; `field` names what."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


class UploadGone(BadLetter):
    """The file that was sent ahead of its form is kept for a day, and not here any more."""

    def __init__(self) -> None:
        super().__init__("file", _("Berkas yang diunggah tidak disimpan lagi. Pilih berkas sekali lagi."))


class TooManyLetters(Refused):
    """A letter that was recorded wrongly can be recorded anew, but not without end."""

    reason = gettext_lazy("Hari ini sudah lima surat dicatat untuk proposal ini. Coba lagi besok.")


def record_letter(
    *, proposal: Proposal, person: Person, letter: SignedLetter, shown_hash: str, file: Path, name: str, at: datetime
) -> Endorsement:
    """Bind the yes that a signed letter says to the content that was shown, in the name of whoever signed it.

    The file is stored first and checked afterwards; until then, and while no scanner is there, the yes counts. The signer gets
    a letter with a link by which they can object.

    :raises FileRefused: empty, too large, or not a PDF, as far as can be seen without opening it.
    :raises NotKept: the disk is full or the storage away.
    :raises NotAllowed: not the administrator, not forwarded, window shut; or the signer could not say yes themself.
    :raises BadLetter: number, date or signer cannot be.
    :raises ChangedSinceShown: the content is not what was shown.
    :raises AlreadyEndorsed: this content has an endorsement.
    :raises TooManyLetters: see there.
    """
    document = Document(
        code=new_document_code(),
        proposal=proposal,
        is_proof=True,
        name=tidy_file_name(name),
        size=file.stat().st_size,
        state=DocumentState.CHECKING,
        uploaded_by=person,
        started_at=at,
        arrived_at=at,
    )
    look_at(document, file)
    if document.kind != "PDF":
        raise BadLetter("file", _("Unggah surat sebagai PDF. Pindai atau foto surat, lalu simpan sebagai PDF."))
    document.original = file_name(document, "original")
    keep_file(file, document.original)
    try:
        return _bind(document, person, letter, shown_hash, at)
    except Refused:
        drop_file(document.original)
        raise


def record_uploaded_letter(
    *, proposal: Proposal, person: Person, letter: SignedLetter, shown_hash: str, upload: str, at: datetime
) -> Endorsement:
    """Record a letter whose file came in parts ahead of the form; raises as `record_letter`, and what the form lacks costs no
    file.

    It counts from the form, not from its last part: before, nobody said what it proves.

    :raises UploadGone: see there; nothing of the kind when the letter was recorded with it already.
    :raises BrokenUpload: its parts are not the file that was announced.
    """
    known = {"proposal": proposal, "person": person, "letter": letter, "shown_hash": shown_hash, "at": at}
    document = uploaded_letter(proposal, person, upload)
    if document is None:
        raise _gone(proposal, shown_hash)
    try:
        with put_together(document) as file:
            endorsement = record_letter(**known, file=file, name=document.name)
    except FileMissing as missing:
        raise _gone(proposal, shown_hash) from missing
    except (FileRefused, BadLetter) as refusal:
        if getattr(refusal, "field", "file") == "file":
            forget_upload(document)
        raise
    forget_upload(document)
    return endorsement


def _gone(proposal: Proposal, shown_hash: str) -> Refused:
    """Return the refusal for a file that is here no more: pressed twice, the first press took it."""
    is_endorsed = proposal.endorsements.filter(content_hash=shown_hash, ended_at=None).exists()
    return AlreadyEndorsed() if is_endorsed else UploadGone()


@transaction.atomic
def _bind(document: Document, person: Person, letter: SignedLetter, shown_hash: str, at: datetime) -> Endorsement:
    proposal = lock_proposal(document.proposal)
    hold_window(proposal)
    require(may_record_letter(person, proposal, at))
    signed = _signed(proposal, letter, at)
    present = content_hash(proposal, items_of(proposal))
    if present != shown_hash:
        raise ChangedSinceShown
    if proposal.endorsements.filter(content_hash=present, ended_at=None).exists():
        raise AlreadyEndorsed
    lately = proposal.endorsements.filter(kind=EndorsementKind.LETTER, endorsed_at__gt=at - A_DAY)
    if lately.count() >= MOST_IN_A_DAY:
        raise TooManyLetters
    document.closes_at = sending_closes_at(proposal)
    document.save()
    endorsement = Endorsement.objects.create(
        proposal=proposal,
        content_hash=present,
        version=proposal.version,
        kind=EndorsementKind.LETTER,
        statement=_("Disetujui dengan surat bertanda tangan No %(number)s.") % {"number": letter.number.strip()},
        document=document,
        recorded_by=person,
        endorsed_at=at,
        **signed,
    )
    _tell_of(endorsement, person, at)
    transaction.on_commit(partial(tell_workers, "submissions.tasks.check_document", document.code, "a file to check"))
    return endorsement


def _signed(proposal: Proposal, letter: SignedLetter, at: datetime) -> dict:
    """Return number, day, signer and office as the endorsement keeps them.

    :raises BadLetter: one of them cannot be.
    :raises NotAllowed: the signer could not say yes now.
    """
    if not letter.number.strip():
        raise BadLetter("number", _("Isi nomor surat"))
    if letter.day > day_of(at):
        raise BadLetter("letter_on", _("Tanggal surat paling lambat hari ini"))
    begun = day_of(proposal.created_at)
    if letter.day < begun:
        text = _("Tanggal surat paling awal %(day)s, hari draf proposal ini dibuat")
        raise BadLetter("letter_on", text % {"day": format_date(begun)})
    return {"letter_number": letter.number.strip(), "letter_on": letter.day} | _signer(proposal, letter, at)


def _signer(proposal: Proposal, letter: SignedLetter, at: datetime) -> dict:
    if letter.whom is not None:
        require(may_endorse_proposal(letter.whom, proposal, at))
        office = office_of(letter.whom, proposal, at)
        known = frozen_office(office)
        known["position"] = office.position or str(office.get_role_display())
        return known | {"endorsed_by": letter.whom, "signer": letter.whom.name}
    if endorsers_of(proposal, at):
        raise BadLetter("whom", _("Pilih penandatangan: pimpinan atau pelaksana yang tercatat di instansi Anda"))
    if not letter.name.strip() or not letter.office.strip():
        raise BadLetter("name", _("Isi nama dan jabatan penandatangan"))
    return {"endorsed_by": None, "signer": letter.name.strip(), "position": letter.office.strip()}


def _tell_of(endorsement: Endorsement, person: Person, at: datetime) -> None:
    """Write down that a letter was recorded, tell the institution's people, and ask the signer whether it is theirs."""
    proposal, signers = endorsement.proposal, signers_of(endorsement)
    told = {"content_hash": endorsement.content_hash, "number": endorsement.letter_number}
    told |= {"file": endorsement.document.code, "sha256": endorsement.document.sha256}
    office = office_of(endorsement.endorsed_by, proposal, at) if endorsement.endorsed_by else None
    record_event(
        event="letter_recorded",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        data=told | (named_office(office) if office else {}),
        recipients=[one for one in agency_of(proposal, at) if one not in signers],
        context={
            "proposal": proposal,
            "endorsement": endorsement,
            "sender": person,
            "closes_at": sending_closes_at(proposal),
        },
    )
    announce_letter(letter=endorsement, people=signers, person=person, at=at)


def signers_of(letter: Endorsement) -> list[Person]:
    """Return in whose name a letter was recorded: who signed, and for whom, as far as they are recorded."""
    return [one for one in (letter.endorsed_by, letter.in_stead_of) if one is not None]


@transaction.atomic
def object_to_letter(*, letter: Endorsement, person: Person, objection: str, at: datetime) -> Endorsement:
    """Say that a recorded letter does not hold. Before sending it ends the yes; afterwards the sending stays and the
    secretariat is told. Both sides are told either way.

    :raises NotAllowed: not in whose name it is nor the administrator, objected to already, no longer in force.
    """
    proposal = lock_proposal(letter.proposal)
    letter = Endorsement.objects.select_for_update(of=("self",)).select_related("endorsed_by", "in_stead_of").get(pk=letter.pk)
    letter.proposal = proposal
    require(may_object_to_letter(person, letter, at))
    letter.objected_at, letter.objected_by, letter.objection = at, person, objection.strip()
    if proposal.state not in WITH_SECRETARIAT:
        letter.ended_at = at
    letter.save(update_fields=["objected_at", "objected_by", "objection", "ended_at"])
    close_links(proposal=proposal, person=person, at=at)
    _tell_end("letter_objected", letter, person, at, objection.strip())
    return letter


def end_refused_letter(*, document: Document, proposal: Proposal, at: datetime) -> None:
    """Let a yes end with its file: what was refused proves nothing. What was sent stays, and the secretariat is told.

    Call it with the proposal locked, in the transaction of the refusal.
    """
    letter = Endorsement.objects.select_related("endorsed_by", "in_stead_of").get(document=document)
    letter.proposal = proposal
    if letter.ended_at is not None:
        return
    if proposal.state not in WITH_SECRETARIAT:
        letter.ended_at = at
        letter.save(update_fields=["ended_at"])
    _tell_end("letter_refused", letter, None, at, document.problem)


def _tell_end(event: str, letter: Endorsement, person: Person | None, at: datetime, reason: str) -> None:
    proposal = letter.proposal
    told = [*agency_of(proposal, at), letter.recorded_by, *signers_of(letter)]
    if is_sent(letter.document) and proposal.state != ProposalState.WITHDRAWN:
        staff = appointees_of(proposal.edition_id, at, *STAFF_ROLES)
        told += without_tied(staff, proposal.edition, proposal.institution_id, at)
    record_event(
        event=event,
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        reason=reason,
        data={"number": letter.letter_number, "file": letter.document.code, "is_ended": letter.ended_at is not None},
        recipients=told,
        context={
            "proposal": proposal,
            "endorsement": letter,
            "sender": person,
            "reason": reason,
            "is_ended": letter.ended_at is not None,
            "closes_at": sending_closes_at(proposal),
        },
    )
