"""Tables of the frame."""

from competition.models.admissions import Admission
from competition.models.anchors import Anchor
from competition.models.appointments import AppointmentRequest
from competition.models.audit import AuditEntry, AuditHead, AuditLink
from competition.models.bulletins import Bulletin
from competition.models.changes import InstitutionChange, InstitutionLink, InstitutionName
from competition.models.consents import Consent
from competition.models.declared_ties import DeclaredTie
from competition.models.editions import (
    Briefing,
    Cap,
    Category,
    Criterion,
    Edition,
    EligibilityRules,
    Group,
    GuideQuestion,
    Level,
    Question,
    Quota,
    Round,
    ScreeningReason,
    Stage,
)
from competition.models.extensions import InstitutionExtension, StageExtension
from competition.models.institutions import Institution, InstitutionKind, Region, Unit
from competition.models.invitations import Invitation
from competition.models.keys import ApiKey
from competition.models.letter_templates import LetterTemplate
from competition.models.notices import Heartbeat, MailboxMail, Notice, NoticeEdit
from competition.models.parked import ParkedForm
from competition.models.people import Appointment, Membership, Person
from competition.models.screening_rules import ScreeningRules
from competition.models.sessions import PersonSession, Tally
from competition.models.signing import PasswordLink, SignInCode
from competition.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Admission",
    "Anchor",
    "ApiKey",
    "Appointment",
    "AppointmentRequest",
    "AuditEntry",
    "AuditHead",
    "AuditLink",
    "Briefing",
    "Bulletin",
    "Cap",
    "Category",
    "Consent",
    "Criterion",
    "DeclaredTie",
    "Edition",
    "EligibilityRules",
    "Group",
    "GuideQuestion",
    "Heartbeat",
    "Institution",
    "InstitutionChange",
    "InstitutionExtension",
    "InstitutionKind",
    "InstitutionLink",
    "InstitutionName",
    "Invitation",
    "LetterTemplate",
    "Level",
    "MailboxMail",
    "Membership",
    "Notice",
    "NoticeEdit",
    "ParkedForm",
    "PasswordLink",
    "Person",
    "PersonSession",
    "Question",
    "Quota",
    "Region",
    "Round",
    "ScreeningReason",
    "ScreeningRules",
    "SignInCode",
    "Stage",
    "StageExtension",
    "Tally",
    "Unit",
    "Webhook",
    "WebhookDelivery",
]
