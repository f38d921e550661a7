"""Every page that lists rows asks the database the same number of questions for one row as for several, and at most twelve."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Appointment, MailboxMail, Unit
from competition.operations.admissions import Candidate, Contact, file_admission
from competition.operations.appointments import appoint_person
from competition.queries.site import forget_site_edition
from competition.scans import read_scan
from competition.views import public
from judging.models import Assignment
from submissions.models import Publication
from submissions.operations.certificates import issue_certificates
from tests import builders
from tests.competition.letterscans import PDF
from tests.house.source import expect_none
from tests.house.test_access import ALL
from tests.submissions import acts, certifying, coaching, crowds, guiding, objecting, replicating, sharing

MOST = 12
FEW, MANY = 1, 4
# A list of figures, as a page and as a file.
SPREAD = {"listing": "replikasi", "form": "csv"}
# Address -> who opens it. A page whose rows come from more than one table counts as a list too.
LISTS = {
    "competition:audit": "auditor",
    "competition:mailbox": "anonymous",
    "competition:appointments": "secretariat",
    "competition:appointment": "secretariat",
    "competition:registry": "secretariat",
    "competition:registry_entry": "secretariat",
    "competition:admissions": "secretariat",
    "competition:outbox": "secretariat",
    "competition:letter_templates": "secretariat",
    "competition:mailings": "secretariat",
    "competition:inbox": "administrator",
    "competition:units": "administrator",
    "competition:people": "administrator",
    "competition:keys": "administrator",
    "submissions:desk": "administrator",
    "submissions:oversight": "administrator",
    "submissions:similar_titles": "administrator",
    "submissions:secretariat": "secretariat",
    "submissions:deadlines": "secretariat",
    "submissions:rescue": "secretariat",
    "submissions:clean": "secretariat",
    "submissions:board": "secretariat",
    "submissions:objections": "secretariat",
    "submissions:certificates": "secretariat",
    "submissions:objections_of": "secretariat",
    "submissions:object_to_list": "anonymous",
    "submissions:replications": "other_administrator",
    "submissions:innovations_of_mine": "other_administrator",
    "submissions:coachings": "coach",
    "submissions:material_desk": "secretariat",
    "submissions:innovation_materials": "administrator",
    "submissions:coaching_desk": "secretariat",
    "submissions:clinics": "anonymous",
    "submissions:clinic": "anonymous",
    "submissions:my_seats": "administrator",
    "submissions:clinic_desk": "secretariat",
    "submissions:clinic_batch": "secretariat",
    "submissions:results_index": "anonymous",
    "submissions:results": "anonymous",
    "submissions:catalogue": "anonymous",
    "submissions:catalogue_map": "anonymous",
    "submissions:spread": "anonymous",
    "submissions:spread_list": "anonymous",
    "submissions:spread_file": "anonymous",
    "submissions:open_spread": "anonymous",
    "submissions:open_replications": "anonymous",
    "submissions:innovation": "anonymous",
    "submissions:open_editions": "anonymous",
    "submissions:open_outcomes": "anonymous",
    "submissions:open_innovations": "anonymous",
    "judging:desk": "judge",
    "judging:rounds": "chair",
    "judging:round": "chair",
    "judging:progress": "chair",
    "judging:drift": "chair",
    "judging:disputes": "chair",
    "judging:rank": "chair",
    "judging:select": "chair",
}
# What shows one object, or nothing at all. Those whose parts grow with the edition (questions, criteria, readers) are measured
# beside their own tests in tests/submissions/views and tests/judging/views.
OTHERS = {
    # The own account lists as many sessions as one has, by one query.
    *(
        "competition:account",
        # As many cards as forms were parked, ten at most, by one query.
        "competition:parked",
        "competition:discard_parked",
        "competition:prove",
        "competition:extend",
        "competition:end_other_sessions",
        "competition:end_session",
    ),
    # Ten rows of each kind at most, whatever there is; the file is measured in tests/competition/views/test_personal.py.
    *("competition:personal_data", "competition:personal_file", "competition:own_name", "competition:accept_privacy"),
    *("competition:close_account", "competition:privacy"),
    # One's own declarations, by one query.
    "competition:ties",
    *("competition:security", "competition:own_password", "competition:add_app", "competition:add_key"),
    *("competition:remove_factor", "competition:recovery_codes", "competition:second_step"),
    *("competition:forgot_password", "competition:password_link", "competition:set_password", "competition:ask_code"),
    *("competition:give_code", "competition:key_sign_in", "competition:sign_on", "competition:sign_on_return"),
    "competition:admin_sign_in",
    *(
        "competition:apply",
        "competition:applied",
        "competition:admission",
        "competition:admission_letter",
        "competition:letter",
    ),
    *(
        "competition:letter_template",
        "competition:letter_template_version",
        "competition:inbox_letter",
        "competition:own_letters",
        "competition:edit_letter",
    ),
    *("competition:registry_act", "competition:unit_rename", "competition:unit_close"),
    *("competition:institutions", "competition:invite", "competition:revoke", "competition:invitation", "competition:call_in"),
    *("competition:member", "competition:give", "competition:take", "competition:move", "competition:office"),
    *("competition:sign_out_member", "competition:accounts", "competition:suspend_account", "competition:restore_account"),
    *("competition:delegate", "competition:revoke_key"),
    # Three at most, and the log of one, measured beside its own test.
    *("competition:webhooks", "competition:webhook", "competition:webhook_deed"),
    *("competition:audit_entry", "competition:audit_export"),
    *("competition:landing", "competition:sign_in", "competition:sign_out", "competition:home", "competition:set_language"),
    # One edition has a dozen stages; their number is nobody's to raise.
    "competition:calendar",
    *("competition:help", "competition:mailbox_mail", "competition:next_stage", "competition:style_page"),
    *("competition:healthz", "competition:readyz", "competition:mail_events"),
    *("competition:appoint", "competition:end_appointment", "competition:appointment_request"),
    *("submissions:start", "submissions:proposal", "submissions:about", "submissions:answer", "submissions:autosave"),
    "submissions:autosave_about",
    *("submissions:check", "submissions:history"),
    *("submissions:read", "submissions:return", "submissions:endorse", "submissions:submit", "submissions:receipt"),
    *("submissions:ask_endorsement", "submissions:endorsement_link", "submissions:endorsement_link_code"),
    *("submissions:record_letter", "submissions:object_to_letter", "submissions:endorsement_link_object"),
    "submissions:start_letter",
    "submissions:endorsement_link_letter",
    *("submissions:endorsement_link_screen", "submissions:endorsement_link_return", "submissions:endorsement_link_read"),
    *("submissions:sending", "submissions:receipt_pdf", "submissions:withdraw", "submissions:revive"),
    *("submissions:extend_for_one", "submissions:move_stage"),
    # Reasons, versions and people of one edition, each by one query; measured beside their own test.
    "submissions:screening_rules",
    # All of an edition by one query, measured beside their own test, and one of them.
    *("submissions:bulletins", "submissions:bulletin", "submissions:take_down_bulletin"),
    # One's own exports of a day, by one query.
    *("submissions:export_list", "submissions:export", "submissions:export_file"),
    # Leads to the page of one proposal.
    "submissions:move_to",
    # A person's own twenty, by one query.
    *("submissions:save_view", "submissions:saved_view", "submissions:delete_view"),
    # One innovation, and up to five beside it; and the map of the site, which is read by one query.
    *("submissions:innovation_picture", "submissions:innovation_pdf", "submissions:sitemap", "submissions:sitemap_part"),
    # Read by the same queries as the list it follows.
    *("submissions:nudge", "submissions:pass_clean"),
    # Measured beside their own test: what is alike is rare.
    *("submissions:copies", "submissions:copy"),
    *("submissions:files", "submissions:upload", "submissions:download", "submissions:video", "submissions:remove_file"),
    *("submissions:files_now", "submissions:purpose_now"),
    *("submissions:start_upload", "submissions:upload_part", "submissions:finish_upload", "submissions:category"),
    *("submissions:category_guide", "judging:file"),
    # Leads to the page of one proposal.
    "submissions:next_to_screen",
    # Measured beside its own test, and one proposal of it.
    *("submissions:disagreements", "submissions:settle"),
    "submissions:confirm_screening",
    # What one act passed, by one query; measured beside its own test.
    "judging:undo_passing",
    *("submissions:frozen_copy", "submissions:screen", "submissions:extend", "submissions:verify"),
    "submissions:verify_bundle",
    *("judging:assignment", "judging:sheet", "judging:lock", "judging:locked"),
    # Two or three training texts of a round, measured beside their own test.
    *("judging:briefing", "judging:anchor", "judging:training", "judging:training_text"),
    # One judge's list, measured beside its own test, and the few judges of a panel.
    *("judging:panelist", "judging:reassign", "judging:readings", "judging:assign_file"),
    # A judge's own tasks, measured beside their own test.
    *("judging:pack", "judging:pack_reading", "judging:pack_sheet"),
    # Measured beside their own tests, and one slot.
    *("judging:redraw", "judging:add_material", "judging:material"),
    *("judging:interviews", "judging:timetable", "judging:slot", "judging:interview", "judging:interview_file"),
    *("judging:assign", "judging:ratify", "judging:publish", "judging:release"),
    # What was reopened in one round, measured beside its own test.
    *("judging:reopening", "judging:decide_reopening", "judging:stop_reopening"),
    *("judging:announcement", "judging:approve", "judging:postpone"),
    # Measured beside their own test, and what is done to one entry.
    *("judging:errata", "judging:decide_erratum", "judging:take_in", "judging:reword_entry", "judging:strike_entry"),
    "submissions:list_version",
    # A list before it is public, measured beside its own test, and one of its innovations.
    *("judging:preview", "judging:preview_innovation"),
    # A file, made of one read of the list.
    "judging:minutes",
    # A panel, and the few readers of one proposal: measured beside their own tests.
    *("judging:dispute", "judging:discussion"),
    # The forty next to the line, and the panel, each by one query; and the first fifty of a batch.
    *("judging:weigh", "judging:more_readings", "judging:withdraw_reading"),
    # Opened by a key; measured beside their own tests.
    *("submissions:own_proposals", "submissions:own_proposal", "submissions:own_receipts", "submissions:own_outcomes"),
    # What there is to ask does not grow; the figures of each edition are counted by four queries, beside their own test.
    *("submissions:open_description", "submissions:open_statistics", "submissions:statistics"),
    # Of a field round alone, measured beside their own test.
    *("judging:visits", "judging:visit", "judging:journeys", "judging:findings", "judging:confirm_findings"),
    *("judging:add_photo", "judging:photo", "judging:leave_visit"),
    # Two or three rounds of one proposal; measured beside its own test.
    "judging:feedback",
    # One or two releases of an edition, by one query.
    *("submissions:bundle", "submissions:bundle_file"),
    # One of them, with its conversation by one query and its eight steps by another; measured beside its own test.
    *("submissions:replicate", "submissions:replication", "submissions:replication_act", "submissions:replication_agreement"),
    # One material, or a press of a button.
    *("submissions:shared_material", "submissions:withdraw_material", "submissions:moderate_material"),
    "submissions:moderated_file",
    "submissions:innovation_status",
    # One draft, its remarks by one query and its checklist by another; or a press of a button.
    *("submissions:proposal_coaching", "submissions:team_readiness", "submissions:coaching", "submissions:coached_draft"),
    *("submissions:take_coaching", "submissions:end_coaching", "submissions:coach_readiness", "submissions:follow_comment"),
    *("submissions:coaching_request", "submissions:refuse_coaching"),
    # One batch, one seat, or a form.
    *("submissions:book_seat", "submissions:cancel_seat", "submissions:clinic_seat", "submissions:clinic_certificate"),
    *("submissions:clinic_calendar", "submissions:clinic_material", "submissions:new_clinic", "submissions:edit_clinic"),
    *("submissions:invite_to_clinic", "submissions:call_off_clinic", "submissions:clinic_attendance"),
    *("submissions:add_clinic_material", "submissions:remove_clinic_material"),
    # One or two decrees of a list; measured beside their own test.
    *("submissions:decree", "submissions:decide_decree", "submissions:waiting_decree_file", "submissions:decree_file"),
    *("submissions:decree_of_old", "submissions:certificate", "submissions:certificate_pdf", "submissions:certificate_file"),
    # One of them, and the few people of a secretariat; measured beside their own test.
    *("submissions:objection", "submissions:give_objection", "submissions:objection_evidence", "submissions:objection_link"),
}


def test_every_address_is_said_to_be_a_list_or_not():
    assert set(LISTS) | OTHERS == set(ALL)
    assert not set(LISTS) & OTHERS


def _certify(cast: builders.Cast) -> None:
    """Give each entry its certificate, as if the list had long been out, and let it be out anew."""
    came_out = Publication.objects.values_list("published_at", flat=True).get()
    issue_certificates(publication=certifying.under_a_decree(cast), person=cast.secretariat, at=read_clock())
    Publication.objects.update(published_at=came_out)


def counts(number: int) -> dict[str, int]:
    """Return how many queries each list makes where there are so many rows of everything."""
    cast = builders.make_cast(builders.make_edition(places=number))
    coach = guiding.coach(cast)
    for _ in range(number):
        guiding.asked(cast, proposal=builders.draft(cast))
        guiding.given(cast, to=coach, proposal=builders.draft(cast))
        acts.extend(cast, read_clock())
        acts.extend_for(cast, read_clock(), by=timedelta(hours=1))
    builders.published(cast, number)
    _certify(cast)
    for _ in range(number):
        objecting.confirmed(cast.edition, outcome=objecting.the_list(cast.edition).outcomes.first())
    about = _let_replicate(cast, number)
    batch = coaching.filled(cast, number)
    offices = [_give_offices(cast, place) for place in range(number)]
    MailboxMail.objects.bulk_create(
        MailboxMail(sender="a@contoh.test", recipient="b@contoh.test", subject="Surat", text="Isi", received_at=read_clock())
        for _ in range(number)
    )
    for place in range(number):
        Unit.objects.create(institution=cast.institution, name=f"Unit {place}")
        builders.make_institution("BUMD", name=f"BUMD {place}", parent=cast.institution)
        contact = Contact("Narahubung", "Kepala", f"baru{place}@contoh.test")
        letter = read_scan("surat.pdf", PDF)
        file_admission(candidate=Candidate("AGENCY", "Badan Baru"), contact=contact, letter=letter, at=read_clock())
    people = {
        "anonymous": None,
        "administrator": cast.administrator,
        "other_administrator": cast.other_administrator,
        "secretariat": cast.secretariat,
        "chair": cast.chair,
        "coach": coach,
        "auditor": builders.make_auditor(cast.edition),
        "judge": Assignment.objects.first().judge,
    }
    known = {"year": 2017, "key": "desk", "institution": cast.institution.code, "code": about} | SPREAD
    own = {"competition:appointment": {"code": offices[-1].code}}
    own |= {name: {"code": batch.code} for name in ("submissions:clinic", "submissions:clinic_batch")}
    return {name: count(people[who], name, known | own.get(name, {})) for name, who in LISTS.items()}


def _let_replicate(cast: builders.Cast, number: int) -> str:
    """Let the other agency replicate so many innovations, and others the first of them, of which so many materials are shared;
    return that one's code."""
    about = crowds.innovations(cast, 2 * number, is_public=True)[::2]
    for one in about:
        replicating.shown(cast, replicating.walked(cast, "APPROVED", about=one))
    for _ in range(number - 1):
        place = builders.make_institution("CITY")
        for person in (cast.other_administrator, cast.other_leader):
            builders.join(person, place)
        known = vars(cast) | {"other_institution": place}
        replicating.shown(cast, replicating.walked(builders.Cast(**known), "APPROVED", about=about[0]))
    sharing.shared(cast, number, about[0])
    return about[0].code


def _give_offices(cast: builders.Cast, place: int) -> Appointment:
    """Give somebody one office after another, and ask for one more for somebody else; return the last one given."""
    at, day = read_clock(), timedelta(days=1)
    coach = builders.make_person()
    for number in range(place):
        since = at - (number + 2) * day
        Appointment.objects.create(person=coach, edition=cast.edition, role="COACH", starts_at=since, ends_at=since + day)
    for whom, role in ((coach, "COACH"), (builders.make_person(), "CHAIR")):
        appoint_person(person=cast.secretariat, edition=cast.edition, whom=whom, role=role, reason="SK Uji 7", at=at)
    return coach.appointments.latest("starts_at")


def count(person, name: str, known: dict) -> int:
    """Return the queries of a page that is opened a second time: the session and the frame's edition are known by then."""
    client = Client()
    if person is not None:
        client.force_login(person)
    path = reverse(name, kwargs={key: known[key] for key in ALL[name]})
    client.get(path)
    # A page that is the same for everybody is measured cold.
    public._local.clear()
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200, name
    return len(caught)


@pytest.mark.django_db
def test_a_list_asks_no_more_for_many_rows_than_for_one(settings):
    settings.DEMO = True
    few, many = (measured(number) for number in (FEW, MANY))
    expect_none(f"{name}: {few[name]} queries for {FEW}, {many[name]} for {MANY}" for name in LISTS if few[name] != many[name])
    expect_none(f"{name}: {number} queries" for name, number in many.items() if number > MOST)


def measured(number: int) -> dict[str, int]:
    """Return the counts of a world of its own; there is one edition of a year at a time."""
    with transaction.atomic():
        found = counts(number)
        transaction.set_rollback(True)
    forget_site_edition()
    return found
