"""Appointing, asking a second organiser, ending: what each refuses, writes and tells."""

from datetime import timedelta

import pytest

from competition.models import Appointment, AppointmentRequest, AuditEntry, Notice
from competition.operations.appointments import (
    AlreadyAsked,
    NoReason,
    PeriodRefused,
    TooFewOrganisers,
    UnknownOffice,
    answer_request,
    appoint_person,
    end_appointment,
)
from competition.policy import may_hold_office
from competition.queries.appointments import AppointmentFilter, appointments_of
from competition.queries.people import rights_of
from competition.verdict import NotAllowed, Refused
from tests import builders

DAY = timedelta(days=1)


def appoint(cast, at, role="JUDGE", **values):
    """Appoint somebody new as the first organiser, unless said otherwise."""
    given = {"person": cast.secretariat, "whom": values.pop("whom", None) or builders.make_person(), "reason": "SK Uji 7"}
    return appoint_person(edition=cast.edition, role=role, at=at, **given | values)


@pytest.fixture
def third(cast):
    """A third organiser."""
    person = builders.make_person("Penyelenggara Ketiga")
    builders.appoint(person, cast.edition, "ORGANISER")
    return person


class TestAppoint:
    def test_gives_the_right_at_once_and_tells(self, cast, at):
        one = appoint(cast, at, ends_at=at + DAY)
        assert rights_of(one.person, at).holds(cast.edition.pk, "JUDGE")
        assert (one.appointed_by, one.reason, one.starts_at) == (cast.secretariat, "SK Uji 7", at)
        entry = AuditEntry.objects.get(event="person_appointed")
        assert (entry.person, entry.subject_key, entry.reason) == (cast.secretariat, one.code, "SK Uji 7")
        letter = Notice.objects.get(event="person_appointed")
        assert letter.recipient == one.person
        assert "Penilai" in letter.subject
        assert "SK Uji 7" in letter.text

    def test_may_begin_later(self, cast, at):
        one = appoint(cast, at, starts_at=at + DAY)
        assert not rights_of(one.person, at).appointments
        del one.person._rights
        assert rights_of(one.person, at + DAY).holds(cast.edition.pk, "JUDGE")

    @pytest.mark.parametrize("who", ["writer", "chair", "administrator"])
    def test_is_for_organisers(self, cast, at, who):
        with pytest.raises(NotAllowed):
            appoint(cast, at, person=getattr(cast, who))

    def test_is_not_for_an_auditor(self, cast, at):
        auditor = builders.make_person()
        builders.appoint(auditor, cast.edition, "AUDITOR")
        with pytest.raises(NotAllowed):
            appoint(cast, at, person=auditor)

    def test_nobody_appoints_themself(self, cast, at):
        with pytest.raises(NotAllowed, match="diri sendiri"):
            appoint(cast, at, whom=cast.secretariat)

    def test_what_excludes_another_office_is_refused_with_the_reason(self, cast, at):
        with pytest.raises(NotAllowed, match="Penilai tidak melatih"):
            appoint(cast, at, "COACH", whom=cast.judges[0])

    def test_a_closed_account_holds_nothing(self, cast, at):
        person = builders.make_person()
        person.is_active = False
        with pytest.raises(NotAllowed):
            appoint(cast, at, whom=person)

    @pytest.mark.parametrize(
        ("values", "error"),
        [
            ({"reason": " "}, NoReason),
            ({"role": "KING"}, UnknownOffice),
            ({"starts_at": -DAY}, PeriodRefused),
            ({"ends_at": timedelta(0)}, PeriodRefused),
        ],
    )
    def test_refuses(self, cast, at, values, error):
        values = {key: at + value if isinstance(value, timedelta) else value for key, value in values.items()}
        with pytest.raises(error):
            appoint(cast, at, **values)
        assert not Appointment.objects.filter(appointed_by=cast.secretariat).exists()


class TestPastActs:
    """Who acted in an office is bound by it in that edition, long after it ended."""

    @pytest.fixture
    def judge(self, cast):
        builders.scored(cast, 1)
        judge = AuditEntry.objects.filter(event="sheet_locked").first().person
        one = judge.appointments.get()
        end_appointment(appointment=one, person=cast.secretariat, reason="Selesai", at=builders.read_clock())
        return judge

    @pytest.mark.parametrize("role", ["COACH", "ORGANISER", "AUDITOR", "CHAIR", "SECRETARIAT"])
    def test_who_locked_a_sheet_holds_nothing_that_excludes_judging(self, cast, judge, role):
        with pytest.raises(NotAllowed):
            appoint(cast, builders.read_clock(), role, whom=judge)

    def test_they_may_judge_again(self, cast, judge):
        assert appoint(cast, builders.read_clock(), whom=judge)

    def test_in_another_edition_they_may(self, cast, judge):
        cast.edition.is_current = False
        cast.edition.save()
        other = builders.make_edition(year=2018)
        from competition.duties import Held

        at = builders.read_clock()
        assert may_hold_office(judge, other, Held("COACH", at), at)

    def test_a_judge_who_did_nothing_is_free_afterwards(self, cast, at):
        one = cast.judges[0].appointments.get()
        end_appointment(appointment=one, person=cast.secretariat, reason="Selesai", at=at)
        assert appoint(cast, at, "COACH", whom=cast.judges[0])


class TestTwoPeople:
    """Who asks does not approve."""

    @pytest.fixture
    def asked(self, cast, at):
        return appoint(cast, at, "CHAIR")

    @pytest.mark.parametrize("role", ["ORGANISER", "CHAIR", "SECRETARIAT"])
    def test_these_wait_for_a_second_organiser(self, cast, at, role):
        asked = appoint(cast, at, role)
        assert isinstance(asked, AppointmentRequest)
        assert not asked.person.appointments.exists()
        assert {one.recipient for one in Notice.objects.filter(event="appointment_asked")} == {cast.secretariat2}

    @pytest.mark.parametrize("role", ["JUDGE", "COACH", "AUDITOR"])
    def test_these_do_not(self, cast, at, role):
        assert isinstance(appoint(cast, at, role), Appointment)

    def test_the_second_grants(self, cast, at, asked):
        one = answer_request(request=asked, person=cast.secretariat2, grant=True, at=at)
        assert (one.appointed_by, one.approved_by) == (cast.secretariat, cast.secretariat2)
        assert rights_of(one.person, at).holds(cast.edition.pk, "CHAIR")
        asked.refresh_from_db()
        assert (asked.state, asked.appointment) == ("GRANTED", one)
        assert Notice.objects.get(event="person_appointed").recipient == one.person
        assert Notice.objects.get(event="appointment_answered").recipient == cast.secretariat

    def test_granted_late_it_begins_late(self, cast, at, asked):
        one = answer_request(request=asked, person=cast.secretariat2, grant=True, at=at + DAY)
        assert one.starts_at == at + DAY

    def test_granted_after_its_end_it_is_refused(self, cast, at):
        asked = appoint(cast, at, "CHAIR", ends_at=at + DAY)
        with pytest.raises(PeriodRefused):
            answer_request(request=asked, person=cast.secretariat2, grant=True, at=at + DAY)

    def test_the_second_refuses_with_a_reason(self, cast, at, asked):
        with pytest.raises(NoReason):
            answer_request(request=asked, person=cast.secretariat2, grant=False, answer=" ", at=at)
        assert answer_request(request=asked, person=cast.secretariat2, grant=False, answer="Belum", at=at) is None
        asked.refresh_from_db()
        assert (asked.state, asked.answer) == ("REFUSED", "Belum")
        assert not asked.person.appointments.exists()

    def test_the_asker_does_not_answer(self, cast, at, asked):
        with pytest.raises(NotAllowed, match="selain pengusul"):
            answer_request(request=asked, person=cast.secretariat, grant=True, at=at)

    def test_nobody_answers_about_themself(self, cast, at, third):
        end_appointment(appointment=third.appointments.get(), person=cast.secretariat, ends_at=at + DAY, reason="x", at=at)
        asked = appoint(cast, at, "ORGANISER", whom=third, starts_at=at + 2 * DAY)
        with pytest.raises(NotAllowed, match="tentang Anda sendiri"):
            answer_request(request=asked, person=third, grant=True, at=at)

    @pytest.mark.parametrize("who", ["chair", "writer"])
    def test_only_organisers_answer(self, cast, at, asked, who):
        with pytest.raises(NotAllowed):
            answer_request(request=asked, person=getattr(cast, who), grant=True, at=at)

    def test_it_is_answered_once(self, cast, at, asked, third):
        answer_request(request=asked, person=cast.secretariat2, grant=True, at=at)
        with pytest.raises(NotAllowed, match="sudah dijawab"):
            answer_request(request=asked, person=third, grant=False, answer="Tidak", at=at)

    def test_it_is_asked_once(self, cast, at, asked):
        with pytest.raises(AlreadyAsked):
            appoint(cast, at, "CHAIR", whom=asked.person)

    def test_what_became_forbidden_meanwhile_is_not_granted(self, cast, at, asked):
        appoint(cast, at, "JUDGE", whom=asked.person)
        with pytest.raises(NotAllowed, match="Ketua panel melihat"):
            answer_request(request=asked, person=cast.secretariat2, grant=True, at=at)


class TestEnd:
    def test_the_right_is_gone_at_that_instant(self, cast, at):
        judge = cast.judges[0]
        one = end_appointment(appointment=judge.appointments.get(), person=cast.secretariat, reason="Mundur", at=at)
        assert (one.ends_at, one.ended_by, one.end_reason) == (at, cast.secretariat, "Mundur")
        assert not rights_of(judge, at).appointments
        del judge._rights
        assert rights_of(judge, at - timedelta(microseconds=1)).holds(cast.edition.pk, "JUDGE")
        assert Notice.objects.get(event="appointment_ended").recipient == judge
        assert AuditEntry.objects.get(event="appointment_ended").reason == "Mundur"

    def test_later(self, cast, at):
        judge = cast.judges[0]
        end_appointment(appointment=judge.appointments.get(), person=cast.secretariat, ends_at=at + DAY, reason="x", at=at)
        assert rights_of(judge, at).appointments
        del judge._rights
        assert not rights_of(judge, at + DAY).appointments

    def test_one_that_has_not_begun_is_taken_back_whole(self, cast, at):
        one = appoint(cast, at, starts_at=at + DAY)
        one = end_appointment(appointment=one, person=cast.secretariat2, reason="Batal", at=at)
        assert one.ends_at == one.starts_at
        assert not rights_of(one.person, at + DAY).appointments

    def test_once(self, cast, at):
        one = cast.judges[0].appointments.get()
        end_appointment(appointment=one, person=cast.secretariat, reason="x", at=at)
        with pytest.raises(NotAllowed, match="sudah berakhir"):
            end_appointment(appointment=one, person=cast.secretariat, reason="x", at=at + DAY)

    @pytest.mark.parametrize(("values", "error"), [({"reason": ""}, NoReason), ({"ends_at": -DAY}, PeriodRefused)])
    def test_refuses(self, cast, at, values, error):
        values = {key: at + value if isinstance(value, timedelta) else value for key, value in values.items()}
        with pytest.raises(error):
            end_appointment(
                appointment=cast.judges[0].appointments.get(), person=cast.secretariat, at=at, **{"reason": "x"} | values
            )

    def test_two_other_organisers_must_stay(self, cast, at, third):
        one = cast.secretariat2.appointments.get(role="ORGANISER")
        end_appointment(appointment=one, person=third, reason="x", at=at)
        with pytest.raises(TooFewOrganisers):
            end_appointment(appointment=third.appointments.get(), person=cast.secretariat, reason="x", at=at)

    @pytest.mark.parametrize("who", ["chair", "writer"])
    def test_is_for_organisers(self, cast, at, who):
        with pytest.raises(NotAllowed):
            end_appointment(appointment=cast.judges[0].appointments.get(), person=getattr(cast, who), reason="x", at=at)


def test_who_could_do_this_on_that_day(cast, at):
    """The list answers for a day what the rights answered then."""
    one = appoint(cast, at, ends_at=at + 2 * DAY)
    cancelled = appoint(cast, at, starts_at=at + DAY)
    end_appointment(appointment=cancelled, person=cast.secretariat, reason="Batal", at=at)
    for days, expected in ((-1, False), (0, True), (1, True), (2, False), (3, False)):
        period = (at + days * DAY, at + (days + 1) * DAY)
        found = set(appointments_of(cast.edition, AppointmentFilter(role="JUDGE", period=period), at))
        assert (one in found) == expected, days
        assert cancelled not in found
        assert set(found) >= set(Appointment.objects.filter(person__in=cast.judges))


def test_every_refusal_has_words():
    for error in (AlreadyAsked, NoReason, PeriodRefused, TooFewOrganisers, UnknownOffice):
        assert issubclass(error, Refused)
        assert str(error().reason)
