"""Scenarios of `competition.policy`."""

from datetime import date, timedelta
from functools import partial
from secrets import token_hex

from django.http import Http404
from django.test import Client, override_settings
from django.urls import reverse

from competition import access
from competition.clock import read_clock
from competition.models import Admission, AuditEntry, Bulletin, Membership, Stage
from competition.operations import (
    admissions,
    bulletins,
    calendar,
    institutions,
    invitations,
    keys,
    memberships,
    signing,
    suspensions,
    units,
)
from competition.operations.appointments import answer_request, appoint_person, end_appointment
from competition.operations.declared_ties import declare_tie
from competition.operations.personal import close_account
from competition.operations.screening_rules import change_screening_rules
from competition.queries.screening_rules import rules_of
from competition.queries.signing import strong_factors_of
from competition.terms import Term
from competition.verdict import NotAllowed
from competition.zones import day_of
from tests import builders
from tests.builders import Cast
from tests.house.scenarios import Act, Scenario, refuses


def appoint(cast: Cast, person, whom, role: str = "JUDGE") -> Act:
    """Return an appointment by somebody."""
    known = {"edition": cast.edition, "role": role, "reason": "SK Uji 7", "at": read_clock()}
    return partial(appoint_person, person=person, whom=whom, **known)


def chair_appoints(cast: Cast) -> Act:
    return refuses(NotAllowed, appoint(cast, cast.chair, builders.make_person()))


def writer_declares_a_tie(cast: Cast) -> Act:
    known = {"edition": cast.edition, "institution": cast.institution, "kind": "FAMILY", "explanation": "", "at": read_clock()}
    return refuses(NotAllowed, partial(declare_tie, person=cast.writer, **known))


def judge_becomes_coach(cast: Cast) -> Act:
    return refuses(NotAllowed, appoint(cast, cast.secretariat, cast.judges[0], "COACH"))


def chair_ends_an_office(cast: Cast) -> Act:
    one = cast.judges[0].appointments.get()
    return refuses(NotAllowed, partial(end_appointment, appointment=one, person=cast.chair, reason="x", at=read_clock()))


def asker_answers(cast: Cast) -> Act:
    asked = appoint(cast, cast.secretariat, builders.make_person(), "CHAIR")()
    return refuses(NotAllowed, partial(answer_request, request=asked, person=cast.secretariat, grant=True, at=read_clock()))


def chair_moves_the_calendar(cast: Cast) -> Act:
    known = {"edition": cast.edition, "person": cast.chair, "expected": "screening", "at": read_clock()}
    return refuses(NotAllowed, override_settings(DEMO=True)(partial(calendar.move_to_next_stage, **known)))


def chair_changes_how_the_secretariat_screens(cast: Cast) -> Act:
    rules = rules_of(cast.edition) | {"second_percent": 10}
    known = {"edition": cast.edition, "rules": rules, "opened_on": 1, "reason": "x", "at": read_clock()}
    return refuses(NotAllowed, partial(change_screening_rules, person=cast.chair, **known))


def _bulletin(cast: Cast) -> Bulletin:
    at, day = read_clock(), timedelta(days=1)
    words = {"text": "Uji.", "text_en": "", "mail_to": "NOBODY", "starts_at": at + day, "ends_at": at + 2 * day}
    return bulletins.plan_bulletin(edition=cast.edition, person=cast.secretariat, words=words, at=at)


def chair_tells_everybody(cast: Cast) -> Act:
    at, day = read_clock(), timedelta(days=1)
    words = {"text": "Uji.", "text_en": "", "mail_to": "NOBODY", "starts_at": at, "ends_at": at + day}
    return refuses(NotAllowed, partial(bulletins.plan_bulletin, edition=cast.edition, person=cast.chair, words=words, at=at))


def what_was_read_is_rewritten(cast: Cast) -> Act:
    one = _bulletin(cast)
    words = {"text": "Lain.", "text_en": "", "mail_to": "NOBODY", "starts_at": one.starts_at, "ends_at": one.ends_at}
    known = {"bulletin": one, "person": cast.secretariat, "words": words, "opened_on": 1, "at": one.starts_at}
    return refuses(NotAllowed, partial(bulletins.change_bulletin, **known))


def what_is_over_is_taken_down(cast: Cast) -> Act:
    one = _bulletin(cast)
    return refuses(NotAllowed, partial(bulletins.take_down_bulletin, bulletin=one, person=cast.secretariat, at=one.ends_at))


def door(opens, *names: str, who: str = "writer") -> Scenario:
    """Return the scenario of a door that stays shut: `names` are attributes of the cast whose codes it takes."""

    def scenario(cast: Cast) -> Act:
        given = [getattr(cast, name) for name in names]
        return refuses(Http404, partial(opens, *(one.code for one in given), getattr(cast, who), read_clock()))

    return scenario


def writer_verifies_an_institution(cast: Cast) -> Act:
    place = builders.make_institution()
    type(place).objects.filter(pk=place.pk).update(verified_at=None)
    return refuses(NotAllowed, partial(institutions.verify_institution, institution=place, person=cast.writer, at=read_clock()))


def writer_decides_an_admission(cast: Cast) -> Act:
    words = {"name": "Badan Baru", "name_key": "badan baru", "kind": "AGENCY", "letter_name": "s.pdf", "letter_type": "PDF"}
    contact = {"contact_name": "Ani", "contact_position": "Kepala", "contact_email": "ani@contoh.test"}
    letter = {"letter_size": 9, "letter_sha256": "0" * 64, "letter_path": "surat/uji.pdf"}
    one = Admission.objects.create(**words, **contact, **letter, filed_at=read_clock())
    act = partial(admissions.refuse_admission, admission=one, person=cast.writer, reason="Tidak", at=read_clock())
    return refuses(NotAllowed, act)


def stranger_adds_a_unit(cast: Cast) -> Act:
    act = partial(units.add_unit, institution=cast.institution, person=cast.stranger, name="Unit Asing", at=read_clock())
    return refuses(NotAllowed, act)


def far_from_a_close(cast: Cast) -> None:
    """Let every stage close in three months: near a close nobody is held up."""
    Stage.objects.filter(edition=cast.edition).update(closes_at=read_clock() + timedelta(days=99))


def open_page(person, path: str, status: int) -> None:
    """Open a page as somebody; the answer has the status."""
    client = Client()
    client.force_login(person)
    found = client.get(path).status_code
    assert found == status, found


def writer_needs_no_factor(cast: Cast) -> Act:
    far_from_a_close(cast)
    return override_settings(REQUIRE_MFA=True)(partial(open_page, cast.writer, reverse("submissions:desk"), 200))


def judge_without_factor(cast: Cast) -> Act:
    far_from_a_close(cast)
    return override_settings(REQUIRE_MFA=True)(partial(open_page, cast.judges[0], reverse("judging:desk"), 302))


def judge_removes_the_last_factor(cast: Cast) -> Act:
    judge = cast.judges[0]
    signing.add_totp(person=judge, secret=token_hex(10), at=read_clock())
    factor = strong_factors_of(judge).get()
    act = partial(signing.remove_factor, person=judge, factor=factor, at=read_clock())
    return refuses(NotAllowed, override_settings(REQUIRE_MFA=True)(act))


def invite(cast: Cast, person) -> Act:
    """Return an invitation of a writer by somebody."""
    offer = invitations.Offer("WRITER", cast.unit)
    known = {"institution": cast.institution, "email": "baru@contoh.test", "offer": offer, "at": read_clock()}
    return partial(invitations.invite_person, person=person, **known)


def writer_invites(cast: Cast) -> Act:
    return refuses(NotAllowed, invite(cast, cast.writer))


def administrator_invites_without_a_reason(cast: Cast) -> Act:
    return invite(cast, cast.administrator)


def writer_takes_a_role(cast: Cast) -> Act:
    one = Membership.objects.get(person=cast.colleague)
    return refuses(NotAllowed, partial(memberships.take_role, membership=one, person=cast.writer, at=read_clock()))


def leader_lengthens_the_own_term(cast: Cast) -> Act:
    one, term = Membership.objects.get(person=cast.leader), Term("131/2026", date(2026, 1, 1), date(2036, 1, 1))
    known = {"membership": one, "person": cast.leader, "position": "Bupati", "term": term, "at": read_clock()}
    return refuses(NotAllowed, partial(memberships.record_office, **known))


def administrator_delegates(cast: Cast) -> Act:
    at = read_clock()
    period = {"starts_at": at, "ends_at": at + timedelta(days=7), "reason": "Dinas luar", "at": at}
    known = {"institution": cast.institution, "person": cast.administrator, "email": cast.colleague.email, "position": "Plh."}
    return refuses(NotAllowed, partial(memberships.delegate_endorsement, **known, **period))


def secretary_closes_the_account(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(close_account, person=cast.secretariat, at=read_clock()))


def secretary_suspends_a_colleague_in_office(cast: Cast) -> Act:
    """A secretary who is not an organiser, about a judge."""
    clerk = builders.make_person("Staf sekretariat")
    builders.appoint(clerk, cast.edition, "SECRETARIAT")
    known = {"account": cast.judges[0], "person": clerk, "reason": "Perangkat hilang", "at": read_clock()}
    return refuses(NotAllowed, partial(suspensions.suspend_account, **known))


def writer_restores_an_account(cast: Cast) -> Act:
    cast.stranger.is_active = False
    cast.stranger.save(update_fields=["is_active"])
    known = {"account": cast.stranger, "person": cast.writer, "reason": "Perangkat ada lagi", "at": read_clock()}
    return refuses(NotAllowed, partial(suspensions.restore_account, **known))


def secretariat_ends_sessions(cast: Cast) -> Act:
    """They see who belongs to the institution, and no more."""
    one = Membership.objects.get(person=cast.colleague)
    return partial(
        open_page, cast.secretariat, reverse("competition:sign_out_member", args=[cast.institution.code, one.code]), 403
    )


def auditor_of_another_year_reads_an_entry(cast: Cast) -> Act:
    appoint(cast, cast.secretariat, builders.make_person())()
    entry = AuditEntry.objects.latest("pk")
    type(cast.edition).objects.update(is_current=False)
    # A judge of this year, so that the edition is not simply unknown to them.
    auditor = cast.judges[0]
    builders.appoint(auditor, builders.make_edition(year=2018), "AUDITOR")
    return refuses(Http404, partial(access.entry_to_read, entry.pk, auditor, read_clock()))


def _key(cast: Cast) -> keys.NewKey:
    day = day_of(read_clock())
    known = {"institution": cast.institution, "name": "Uji", "scopes": ["proposals:read"], "last_day": day}
    return keys.make_key(person=cast.administrator, **known, at=read_clock())


def writer_makes_a_key(cast: Cast) -> Act:
    known = {"institution": cast.institution, "name": "Uji", "scopes": ["proposals:read"], "last_day": day_of(read_clock())}
    return refuses(NotAllowed, partial(keys.make_key, person=cast.writer, **known, at=read_clock()))


def stranger_revokes_a_key(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(keys.revoke_key, key=_key(cast).key, person=cast.stranger, at=read_clock()))


def revoked_key_opens_something(cast: Cast) -> Act:
    made = _key(cast)
    keys.revoke_key(key=made.key, person=cast.administrator, at=read_clock())

    def ask() -> None:
        answer = Client().get("/api/v1/own/proposals", headers={"authorization": f"Bearer {made.token}"})
        assert answer.status_code == 401

    return ask


SCENARIOS: dict[str, Scenario] = {
    "may_see_appointments": door(access.edition_of_appointments),
    "may_appoint": chair_appoints,
    "may_declare_tie": writer_declares_a_tie,
    "may_appoint_person": chair_appoints,
    "may_hold_office": judge_becomes_coach,
    "may_end_appointment": chair_ends_an_office,
    "may_answer_request": asker_answers,
    "may_move_calendar": chair_moves_the_calendar,
    "may_keep_bulletins": chair_tells_everybody,
    "may_change_bulletin": what_was_read_is_rewritten,
    "may_take_down_bulletin": what_is_over_is_taken_down,
    "may_keep_screening_rules": chair_changes_how_the_secretariat_screens,
    "may_see_institutions": door(access.institutions_to_see),
    "may_keep_institutions": writer_verifies_an_institution,
    "may_decide_admission": writer_decides_an_admission,
    "may_change_units": stranger_adds_a_unit,
    "must_hold_factor": writer_needs_no_factor,
    "may_work_without_factor": judge_without_factor,
    "may_remove_factor": judge_removes_the_last_factor,
    "may_see_people": door(access.institution_to_staff, "institution", who="stranger"),
    "may_give_role": writer_invites,
    "may_record_office": leader_lengthens_the_own_term,
    "may_take_role": writer_takes_a_role,
    "may_delegate": administrator_delegates,
    "may_end_sessions_of": secretariat_ends_sessions,
    "may_close_account": secretary_closes_the_account,
    "may_find_accounts": door(access.door_to_accounts),
    "may_suspend": secretary_suspends_a_colleague_in_office,
    "may_restore": writer_restores_an_account,
    "may_see_keys": door(access.institution_with_keys, "institution", who="stranger"),
    "may_make_key": writer_makes_a_key,
    "may_revoke_key": stranger_revokes_a_key,
    "may_use_key": revoked_key_opens_something,
    "may_call_in": door(access.door_to_calling_in),
    "may_keep_letters": door(access.door_to_letters),
    "acts_from_outside": administrator_invites_without_a_reason,
    "may_read_audit": door(access.audit_to_read),
    "may_read_entry": auditor_of_another_year_reads_an_entry,
}
