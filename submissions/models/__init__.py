"""Tables of the entry."""

from submissions.models.bundle import ResultsBundle
from submissions.models.catalogue import CatalogueEntry, CatalogueShelf, CatalogueWord
from submissions.models.certificate import Certificate
from submissions.models.clinic import Batch, Booking, ClinicMaterial, Evaluation
from submissions.models.coaching import Coaching, CoachingComment, ReadinessTick
from submissions.models.continuation import Continuation, ContinuationAsk
from submissions.models.decree import Decree
from submissions.models.document import Document, SentDocument
from submissions.models.enclosure import Enclosure
from submissions.models.endorsement import Endorsement
from submissions.models.erratum import Erratum
from submissions.models.export import Export
from submissions.models.innovation import Award, Innovation
from submissions.models.link import EndorsementLink
from submissions.models.material import MaterialDownloads, SharedMaterial
from submissions.models.objection import Objection
from submissions.models.outcome import Outcome, Publication
from submissions.models.proposal import Answer, AnswerRevision, Proposal, ReturnNote
from submissions.models.reading import Reading
from submissions.models.reminder import Reminder
from submissions.models.replication import Replication, ReplicationMessage, ReplicationStep
from submissions.models.saved_view import SavedView
from submissions.models.screening import Screening, ScreeningDraft, ScreeningLine
from submissions.models.sketch import TextSketch
from submissions.models.submission import Submission
from submissions.models.withdrawal import Withdrawal

__all__ = [
    "Answer",
    "AnswerRevision",
    "Award",
    "Batch",
    "Booking",
    "CatalogueEntry",
    "CatalogueShelf",
    "CatalogueWord",
    "Certificate",
    "ClinicMaterial",
    "Coaching",
    "CoachingComment",
    "Continuation",
    "ContinuationAsk",
    "Decree",
    "Document",
    "Enclosure",
    "Endorsement",
    "EndorsementLink",
    "Erratum",
    "Evaluation",
    "Export",
    "Innovation",
    "MaterialDownloads",
    "Objection",
    "Outcome",
    "Proposal",
    "Publication",
    "ReadinessTick",
    "Reading",
    "Reminder",
    "Replication",
    "ReplicationMessage",
    "ReplicationStep",
    "ResultsBundle",
    "ReturnNote",
    "SavedView",
    "Screening",
    "ScreeningDraft",
    "ScreeningLine",
    "SentDocument",
    "SharedMaterial",
    "Submission",
    "TextSketch",
    "Withdrawal",
]
