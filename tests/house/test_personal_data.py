"""Whatever points at a person is told to that person: no table with people in it is forgotten on the page of one's own data."""

from collections.abc import Iterator

import pytest
from django.apps import apps

from competition.clock import read_clock
from competition.models import Person
from competition.queries.personal import holdings_of
from tests import builders
from tests.evidence import APPS

# Under which kind of data each reference to a person is shown, or why it is not.
SHOWN = {
    "competition.Admission.decided_by": "given",
    "competition.Membership.person": "memberships",
    "competition.Membership.given_by": "given",
    "competition.ApiKey.made_by": "given",
    "competition.ApiKey.revoked_by": "given",
    "competition.Appointment.person": "appointments",
    "competition.Appointment.appointed_by": "given",
    "competition.Appointment.approved_by": "given",
    "competition.Appointment.ended_by": "given",
    "competition.AppointmentRequest.person": "asked",
    "competition.AppointmentRequest.asked_by": "given",
    "competition.AppointmentRequest.decided_by": "given",
    "competition.AuditEntry.person": "acts",
    "competition.Bulletin.planned_by": "given",
    "competition.Bulletin.taken_down_by": "given",
    "competition.InstitutionChange.recorded_by": "given",
    "competition.Consent.person": "consents",
    "competition.ScreeningRules.changed_by": "given",
    "competition.DeclaredTie.person": "declared_ties",
    "competition.StageExtension.extended_by": "given",
    "competition.InstitutionExtension.extended_by": "given",
    "competition.Invitation.invited_by": "given",
    "competition.Invitation.redeemed_by": "invitations",
    "competition.LetterTemplate.saved_by": "given",
    "competition.Notice.recipient": "letters",
    "competition.NoticeEdit.edited_by": "given",
    "competition.ParkedForm.person": "parked",
    "competition.PersonSession.person": "sessions",
    "competition.Webhook.made_by": "given",
    "competition.Webhook.removed_by": "given",
    "submissions.Endorsement.endorsed_by": "endorsements",
    "submissions.Endorsement.in_stead_of": "endorsements",
    "submissions.Endorsement.recorded_by": "endorsements",
    "submissions.Endorsement.objected_by": "endorsements",
    "submissions.Certificate.issued_by": "certificates",
    "submissions.Certificate.revoked_by": "certificates",
    "submissions.Batch.coach": "clinics",
    "submissions.Booking.booked_by": "clinics",
    "submissions.Decree.recorded_by": "decrees",
    "submissions.Decree.decided_by": "decrees",
    "submissions.Erratum.proposed_by": "errata",
    "submissions.Erratum.decided_by": "errata",
    "submissions.Objection.handler": "objections",
    "submissions.Continuation.said_by": "continuations",
    **dict.fromkeys((f"submissions.Replication.{name}" for name in ("asked_by", "decided_by", "confirmed_by")), "replications"),
    **dict.fromkeys((f"submissions.SharedMaterial.{name}" for name in ("added_by", "decided_by")), "shared_materials"),
    "submissions.ReplicationStep.noted_by": "replications",
    **dict.fromkeys((f"submissions.Coaching.{name}" for name in ("asked_by", "coach", "given_by", "ended_by")), "coachings"),
    "submissions.ReadinessTick.ticked_by": "coachings",
    **dict.fromkeys((f"submissions.CoachingComment.{name}" for name in ("written_by", "done_by")), "coaching_comments"),
    "submissions.ReplicationMessage.written_by": "replication_messages",
    "submissions.Proposal.created_by": "proposals",
    "submissions.Proposal.header_changed_by": "proposals",
    "submissions.Answer.changed_by": "saves",
    "submissions.AnswerRevision.saved_by": "saves",
    "submissions.Document.uploaded_by": "files",
    "submissions.Document.removed_by": "files",
    "submissions.ReturnNote.written_by": "notes",
    "submissions.SavedView.person": "views",
    "submissions.Reading.person": "screening_readings",
    "submissions.Screening.screened_by": "screenings",
    "submissions.ScreeningDraft.person": "screening_drafts",
    "submissions.Submission.submitted_by": "submissions",
    "submissions.Withdrawal.withdrawn_by": "withdrawals",
    "judging.Conflict.judge": "conflicts",
    "judging.Assignment.judge": "assignments",
    "judging.TrainingSheet.judge": "training",
    "judging.Discussion.decided_by": "decisions",
    "judging.Discussion.ended_by": "decisions",
    "judging.Slot.confirmed_by": "attendances",
    "judging.Material.added_by": "materials",
    "judging.Material.removed_by": "materials",
    "judging.Visit.planned_by": "visits",
    "judging.VisitMember.person": "visits",
    "judging.VisitPhoto.taken_by": "visits",
    "judging.Ranking.ranked_by": "decisions",
    "judging.SheetRevision.revised_by": "decisions",
    "judging.Selection.selected_by": "decisions",
    "judging.Selection.ratified_by": "decisions",
    "judging.Selection.published_by": "decisions",
    **{f"judging.Reopening.{name}": "decisions" for name in ("proposed_by", "confirmed_by", "stopped_by", "done_by")},
    "judging.Announcement.prepared_by": "decisions",
    "judging.Announcement.approved_by": "decisions",
    "judging.Announcement.postponed_by": "decisions",
}
NOT_SHOWN = {
    "submissions.Export.asked_by": "a file that lives a day; that one exported stands among the acts",
    "competition.PasswordLink.person": "a hash that lives an hour; that one was asked for stands among the acts",
    "submissions.EndorsementLink.person": "a hash that lives seven days; that one was asked stands among the letters",
    "submissions.EndorsementLink.asked_by": "the same; that one asked stands among the acts",
    "competition.SignInCode.person": "a hash that lives ten minutes; that one was sent stands among the letters",
}


def references() -> Iterator[str]:
    """Yield every column of ours that names a person."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for one in model._meta.concrete_fields:
                if one.is_relation and one.related_model is Person:
                    yield f"{model._meta.label}.{one.name}"


def test_every_reference_to_a_person_is_shown_to_them_or_has_its_reason():
    assert set(references()) == SHOWN.keys() | NOT_SHOWN.keys()


@pytest.mark.django_db
def test_every_kind_there_is_on_the_page():
    kinds = {one.key for one in holdings_of(builders.make_person(), read_clock(), 0)}
    assert set(SHOWN.values()) <= kinds
    # The person themself, how they come in, and what hangs on their assignments and offices: sheets, what they said about them,
    # and their seat as a judge.
    assert kinds - set(SHOWN.values()) == {"account", "ways_in", "sheets", "remarks", "panelist"}
