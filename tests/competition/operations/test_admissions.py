"""An institution asks to join; the secretariat lets it in or says why not."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import Admission, AuditEntry, Institution, Invitation, Membership, Notice
from competition.operations import admissions as acts
from competition.operations.admissions import Candidate, Contact
from competition.operations.institutions import AlreadyClosed, NotNamed
from competition.queries.admissions import LetterMissing, read_letter
from competition.scans import read_scan
from competition.verdict import NotAllowed
from tests import builders
from tests.competition.letterscans import PDF
from tests.racing import race

pytestmark = pytest.mark.django_db
CONTACT = Contact("Ani Baru", "Kepala Bagian Organisasi", "Ani@Baru.test")


def file(candidate: Candidate | None = None, contact: Contact = CONTACT, at=None) -> Admission:
    candidate = candidate or Candidate("AGENCY", "Badan  Baru")
    return acts.file_admission(candidate=candidate, contact=contact, letter=read_scan("s.pdf", PDF), at=at or read_clock())


def verify(cast, admission, institution=None, person=None):
    return acts.verify_admission(
        admission=admission, person=person or cast.secretariat, institution=institution, at=read_clock()
    )


def refuse(cast, admission, reason="Surat belum ditandatangani."):
    return acts.refuse_admission(admission=admission, person=cast.secretariat, reason=reason, at=read_clock())


def test_filing_keeps_the_letter_out_of_reach_and_writes_to_the_contact(cast):
    one = file()
    assert (one.name, one.contact_email, one.state) == ("Badan Baru", "ani@baru.test", "WAITING")
    path = settings.DATA_DIR / "files" / one.letter_path
    assert path.read_bytes() == PDF == read_letter(one)
    assert path.stat().st_mode & 0o077 == 0
    assert not str(path).startswith(str(settings.STATIC_ROOT))
    notice = Notice.objects.get(event="admission_filed")
    assert (notice.address, notice.recipient) == ("ani@baru.test", None)
    entry = AuditEntry.objects.get(event="admission_filed")
    assert "ani@baru.test" not in str(entry.data)


def test_filing_twice_is_filing_once(cast):
    assert file() == file(Candidate("AGENCY", "BADAN BARU"))
    assert Admission.objects.count() == Notice.objects.filter(event="admission_filed").count() == 1


def test_filing_says_the_same_for_a_known_address(cast):
    stranger, known = file(), file(contact=Contact("W", "J", cast.writer.email))
    texts = [Notice.objects.get(entry__subject_key=one.code).text for one in (stranger, known)]
    assert texts[0].replace(stranger.code, "").replace("Ani Baru", "W") == texts[1].replace(known.code, "")


def test_filing_refuses_too_many(cast, monkeypatch):
    for number in range(acts.MOST_WAITING_FOR_ONE_ADDRESS):
        file(Candidate("AGENCY", f"Badan {number}"))
    with pytest.raises(acts.TooManyAdmissions):
        file(Candidate("AGENCY", "Badan lain"))
    monkeypatch.setattr(acts, "MOST_IN_A_DAY", 3)
    other = Contact("Budi", "Kepala", "budi@baru.test")
    with pytest.raises(acts.TooManyAdmissions):
        file(contact=other)
    assert file(contact=other, at=read_clock() + timedelta(days=2))


def test_filing_refuses_what_has_no_name_or_region(cast):
    with pytest.raises(NotNamed):
        file(Candidate("AGENCY", " - "))
    with pytest.raises(acts.NoRegion):
        file(Candidate("BUMD", "PDAM"))


def test_a_letter_the_storage_does_not_take_files_nothing(cast, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(acts.NotStored):
        file()
    assert not Admission.objects.exists()


def test_a_changed_letter_is_not_handed_out(cast):
    one = file()
    path = settings.DATA_DIR / "files" / one.letter_path
    path.write_bytes(PDF + b"x")
    with pytest.raises(LetterMissing):
        read_letter(one)
    path.unlink()
    with pytest.raises(LetterMissing):
        read_letter(one)


def test_verifying_adds_the_institution_and_invites_its_administrator(cast):
    region = cast.institution.region
    one = verify(cast, file(Candidate("BUMD", "PDAM Baru", region)))
    added = Institution.objects.get(name="PDAM Baru")
    assert (one.institution, added.parent, added.verified_at is not None) == (added, cast.institution, True)
    invitation = Invitation.objects.get(institution=added)
    assert (invitation.email, invitation.role, invitation.position) == ("ani@baru.test", "ADMINISTRATOR", CONTACT.position)
    assert set(Notice.objects.filter(address="ani@baru.test").values_list("event", flat=True)) >= {"admission_verified"}


def test_verifying_a_listed_one_adds_none(cast):
    listed = builders.make_institution("AGENCY", name="Badan Baru")
    Institution.objects.filter(pk=listed.pk).update(verified_at=None)
    one = verify(cast, file())
    assert one.institution == listed
    assert Institution.objects.filter(name="Badan Baru").count() == 1
    assert Institution.objects.get(pk=listed.pk).verified_at


def test_verifying_somebody_who_is_administrator_already_is_no_failure(cast):
    contact = Contact("A", "K", cast.administrator.email)
    one = verify(cast, file(Candidate("REGENCY", cast.institution.name, cast.institution.region, cast.institution), contact))
    assert one.state == "VERIFIED"
    assert not Invitation.objects.exists()


def test_verifying_refuses_one_that_ended(cast):
    listed = builders.make_institution("AGENCY", name="Badan Tutup")
    Institution.objects.filter(pk=listed.pk).update(valid_until=listed.valid_from + timedelta(days=1))
    with pytest.raises(AlreadyClosed):
        verify(cast, file(Candidate("AGENCY", "Badan Tutup", None, listed)), listed)


def test_refusing_needs_a_reason_and_is_told(cast):
    one = file()
    with pytest.raises(acts.NoAdmissionReason):
        refuse(cast, one, "  ")
    assert refuse(cast, one).state == "REFUSED"
    assert "belum ditandatangani" in Notice.objects.get(event="admission_refused").text
    assert not Institution.objects.filter(name="Badan Baru").exists()
    assert file().state == "WAITING"


def test_a_decision_is_taken_once(cast):
    one = refuse(cast, file())
    for act in (verify, refuse):
        with pytest.raises(NotAllowed):
            act(cast, one)


@pytest.mark.parametrize("who", ["administrator", "chair", "writer", "judge1"])
def test_only_the_secretariat_decides(cast, who):
    with pytest.raises(NotAllowed):
        verify(cast, file(), person=cast.as_people()[who])


def test_nobody_decides_about_themself(cast):
    with pytest.raises(NotAllowed):
        verify(cast, file(contact=Contact("S", "K", cast.secretariat.email)))
    one = file(Candidate("REGENCY", cast.institution.name, cast.institution.region))
    Membership.objects.create(person=cast.secretariat, institution=cast.institution, role="LEADER", starts_at=builders.LONG_AGO)
    with pytest.raises(NotAllowed):
        verify(cast, one, cast.institution)
    assert Admission.objects.get(pk=one.pk).state == "WAITING"


def test_the_database_refuses_a_way_back_and_a_decision_by_nobody(cast):
    one = refuse(cast, file())
    for values in ({"state": "WAITING"}, {"decided_by": None}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Admission.objects.filter(pk=one.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_at_once_verify_one_institution_once():
    cast = builders.make_cast(builders.make_edition())
    one = file()
    outcome = race(lambda: verify(cast, one), lambda: verify(cast, one, person=cast.secretariat2))
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)
    assert Institution.objects.filter(name="Badan Baru").count() == 1
