"""An institution asks to join; the secretariat reads its letter, and lets it in or says why not."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.letters import Addressee
from competition.models import Admission, Institution, InstitutionKind, Person, Region
from competition.models.people import MembershipRole
from competition.operations.events import record_event
from competition.operations.institutions import AlreadyClosed, add_institution, hold_list, tidy_name
from competition.operations.invitations import AlreadyMember, Offer, invite_person
from competition.operations.notices import tell_workers
from competition.policy import may_decide_admission
from competition.queries.institutions import REGIONAL, government_of, institution_named
from competition.scans import Scan
from competition.states import ADMISSION_MOVES, AdmissionState
from competition.verdict import Refused, require
from competition.words import normalise_title
from competition.zones import day_of

MOST_WAITING_FOR_ONE_ADDRESS = 3
MOST_IN_A_DAY = 300
KEY_LENGTH = 200
FOLDER = "letters"


class TooManyAdmissions(Refused):
    """Anybody may apply, but not without end."""

    reason = gettext_lazy("Sudah ada beberapa pendaftaran yang menunggu. Tunggu jawaban sekretariat, atau coba lagi besok.")


class NoRegion(Refused):
    """A regional institution has its region."""

    reason = gettext_lazy("Pilih wilayah")


class NoAdmissionReason(Refused):
    """An applicant is told why not."""

    reason = gettext_lazy("Isi alasan penolakan")


class NotStored(Refused):
    """The letter did not reach the storage; nothing was filed."""

    reason = gettext_lazy("Berkas gagal diunggah. Coba lagi.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who asks to join; `institution` when one is meant that is listed already."""

    kind: str
    name: str
    region: Region | None = None
    institution: Institution | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to invite as the institution's first administrator."""

    name: str
    position: str
    email: str
    language: str = "id"


@transaction.atomic
def file_admission(*, candidate: Candidate, contact: Contact, letter: Scan, at: datetime) -> Admission:
    """Keep the request with its letter and write to the contact. The same request while it waits is the one already kept.

    Nothing depends on whether the address has an account.

    :raises NotNamed: no letter in the name.
    :raises NoRegion: a regional institution without one.
    :raises TooManyAdmissions: too many wait for this address, or came in a day.
    :raises NotStored: the storage did not take the letter.
    """
    hold_list()
    name, email = tidy_name(candidate.name), contact.email.strip().lower()
    region = candidate.region if candidate.kind in REGIONAL else None
    if candidate.kind in REGIONAL and region is None:
        raise NoRegion
    key = {"kind": candidate.kind, "name_key": normalise_title(name)[:KEY_LENGTH], "region": region, "contact_email": email}
    waiting = Admission.objects.filter(state=AdmissionState.WAITING)
    same = waiting.filter(**key).first()
    if same is not None:
        return same
    if waiting.filter(contact_email=email).count() >= MOST_WAITING_FOR_ONE_ADDRESS:
        raise TooManyAdmissions
    if Admission.objects.filter(filed_at__gt=at - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise TooManyAdmissions
    admission = Admission(
        **key, name=name, institution=candidate.institution, language=contact.language, filed_at=at, **_letter(letter)
    )
    admission.letter_path = f"{FOLDER}/{admission.code}.{letter.kind.lower()}"
    admission.contact_name, admission.contact_position = contact.name.strip(), contact.position.strip()
    admission.save()
    _tell(admission, "admission_filed", None, at)
    # Last, so that a refusal above leaves no file behind.
    _store(admission.letter_path, letter.content)
    transaction.on_commit(lambda: tell_workers("competition.tasks.check_letter", admission.code, "a letter to check"))
    return admission


@transaction.atomic
def verify_admission(*, admission: Admission, person: Person, institution: Institution | None, at: datetime) -> Admission:
    """Let the institution in, the given listed one or a new one, and invite the contact as its administrator.

    :raises NotAllowed: not the secretariat, about themself, or decided already.
    :raises AlreadyClosed: the listed one ended meanwhile.
    :raises Refused: as `add_institution` and `invite_person`.
    """
    hold_list()
    admission = _hold(admission)
    require(may_decide_admission(person, admission, at))
    institution = institution or institution_named(admission.name, admission.kind, admission.region_id)
    institution = _taken_in(institution, at) if institution else _new_one(admission, at)
    # Asked again: now it is known which institution it is.
    admission.institution = institution
    require(may_decide_admission(person, admission, at))
    _move(admission, AdmissionState.VERIFIED, person, at)
    offer = Offer(role=MembershipRole.ADMINISTRATOR, position=admission.contact_position)
    reason = _("Pendaftaran instansi %(code)s dengan surat resmi.") % {"code": admission.code}
    with suppress(AlreadyMember):
        invite_person(institution=institution, person=person, email=admission.contact_email, offer=offer, reason=reason, at=at)
    _tell(admission, "admission_verified", person, at)
    return admission


@transaction.atomic
def refuse_admission(*, admission: Admission, person: Person, reason: str, at: datetime) -> Admission:
    """Say no, with the reason the applicant reads.

    :raises NotAllowed: not the secretariat, about themself, or decided already.
    :raises NoAdmissionReason: no reason.
    """
    admission = _hold(admission)
    require(may_decide_admission(person, admission, at))
    if not reason.strip():
        raise NoAdmissionReason
    _move(admission, AdmissionState.REFUSED, person, at, reason=reason.strip())
    _tell(admission, "admission_refused", person, at)
    return admission


def _hold(admission: Admission) -> Admission:
    held = Admission.objects.select_for_update(of=("self",)).select_related("institution", "region")
    return held.get(pk=admission.pk)


def _move(admission: Admission, state: AdmissionState, person: Person, at: datetime, reason: str = "") -> None:
    assert (admission.state, state) in ADMISSION_MOVES
    admission.state, admission.reason = state, reason
    admission.decided_by, admission.decided_at = person, at
    admission.save(update_fields=["state", "reason", "decided_by", "decided_at", "institution"])


def _taken_in(institution: Institution, at: datetime) -> Institution:
    """Return the listed institution, verified from now on if it was not."""
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    if not institution.is_open_on(day_of(at)):
        raise AlreadyClosed(_("%(name)s sudah ditutup. Pilih instansi penerusnya.") % {"name": institution.name})
    if institution.verified_at is None:
        institution.verified_at = at
        institution.save(update_fields=["verified_at"])
    return institution


def _new_one(admission: Admission, at: datetime) -> Institution:
    is_enterprise = admission.kind == InstitutionKind.BUMD
    return add_institution(
        name=admission.name,
        kind=admission.kind,
        region=admission.region,
        parent=government_of(admission.region) if is_enterprise else None,
        source=f"admission {admission.code}",
        at=at,
    )


def _letter(letter: Scan) -> dict[str, object]:
    return {
        "letter_name": letter.name,
        "letter_type": letter.kind,
        "letter_size": len(letter.content),
        "letter_sha256": letter.sha256,
    }


def _store(path: str, content: bytes) -> None:
    try:
        default_storage.save(path, ContentFile(content))
    except OSError as error:
        raise NotStored from error


def _tell(admission: Admission, event: str, person: Person | None, at: datetime) -> None:
    """Write down what happened, and to the contact; the audit trail names no address."""
    record_event(
        event=event,
        subject=admission,
        subject_key=admission.code,
        person=person,
        at=at,
        reason=admission.reason,
        data={"institution": admission.institution.code if admission.institution else "", "letter": admission.letter_sha256},
        recipients=[Addressee(admission.contact_name, admission.contact_email, admission.language)],
        context={"admission": admission},
    )
