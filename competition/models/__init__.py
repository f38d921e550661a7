"""Tables of the frame."""

from competition.models.appointments import AppointmentRequest
from competition.models.audit import AuditEntry
from competition.models.editions import (
    Cap,
    Category,
    Criterion,
    Edition,
    EligibilityRules,
    Group,
    Level,
    Question,
    Quota,
    Round,
    Stage,
)
from competition.models.institutions import Institution, InstitutionKind, Region, Unit
from competition.models.notices import Heartbeat, MailboxMail, Notice
from competition.models.people import Appointment, Membership, Person

__all__ = [
    "Appointment",
    "AuditEntry",
    "Cap",
    "Category",
    "Criterion",
    "AppointmentRequest",
    "Edition",
    "EligibilityRules",
    "Group",
    "Heartbeat",
    "Institution",
    "InstitutionKind",
    "Level",
    "MailboxMail",
    "Membership",
    "Notice",
    "Person",
    "Question",
    "Quota",
    "Region",
    "Round",
    "Stage",
    "Unit",
]
