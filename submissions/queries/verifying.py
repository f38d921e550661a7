"""What anybody may check: a receipt, a certificate or a results bundle, by its number, its fingerprint or its manifest."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from competition.codes import is_attendance_number, is_certificate_number
from submissions.manifests import Manifest, differences, released_manifest
from submissions.models import Booking, Certificate, ResultsBundle, Submission
from submissions.queries.certificates import CertificateFacts, certificate_facts
from submissions.queries.clinics import attendance_by_number
from submissions.queries.receipts import ReceiptFacts, receipt_facts


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """A released bundle as it was asked for. `is_latest`: no later one of its edition is out; `by_root`: found by its root.

    `differs` names what a manifest that was shown has otherwise.
    """

    bundle: ResultsBundle
    is_latest: bool
    by_root: bool = False
    differs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """That somebody was at a clinic. Whoever holds the paper has the name; here stands only how its words begin."""

    booking: Booking

    @property
    def initials(self) -> str:
        """The first letter of each word of the name; empty once the name has gone."""
        return " ".join(f"{word[0]}…" for word in self.booking.name.split())


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of a number or a fingerprint; nothing of all four where there is nothing."""

    receipt: ReceiptFacts | None = None
    certificate: CertificateFacts | None = None
    bundle: BundleFacts | None = None
    attendance: AttendanceFacts | None = None

    def __bool__(self) -> bool:
        return bool(self.receipt or self.certificate or self.bundle or self.attendance)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what has a number."""
        if self.receipt:
            return self.receipt.fingerprint
        return self.certificate.certificate.sha256 if self.certificate else ""


def found_by_number(number: str, at: datetime) -> Found:
    """Return the receipt or certificate of that number, be it an award's or of attendance."""
    if is_attendance_number(number):
        booking = attendance_by_number(number)
        return Found(attendance=AttendanceFacts(booking)) if booking else Found()
    if is_certificate_number(number):
        return Found(certificate=certificate_facts(number))
    return Found(receipt=receipt_facts(number, at))


def found_by_fingerprint(fingerprint: str, at: datetime) -> Found:
    """Return the receipt, certificate or released bundle of that fingerprint, or the latest bundle of that root."""
    submission = Submission.objects.filter(sha256=fingerprint).order_by("pk").first()
    if submission is not None:
        return Found(receipt=receipt_facts(submission.number, at))
    certificate = Certificate.objects.filter(sha256=fingerprint).first()
    if certificate is not None:
        return Found(certificate=certificate_facts(certificate.number))
    named = _released().filter(Q(fingerprint=fingerprint) | Q(merkle_root=fingerprint)).defer("archive").first()
    if named is None:
        return Found()
    return Found(bundle=BundleFacts(named, _is_latest(named), by_root=named.fingerprint != fingerprint))


def found_by_manifest(manifest: Manifest) -> Found:
    """Return the released bundle with that manifest; else the latest of its edition, with what differs. Nothing where none of
    its edition is out."""
    of_edition = _released().filter(edition__year=manifest.edition)
    same = of_edition.filter(fingerprint=manifest.fingerprint).defer("archive").first()
    if same is not None:
        return Found(bundle=BundleFacts(same, _is_latest(same)))
    latest = of_edition.first()
    if latest is None:
        return Found()
    # The same words in another layout have another fingerprint, and nothing else differs.
    differs = differences(manifest, released_manifest(bytes(latest.archive))) or ["manifest.json"]
    return Found(bundle=BundleFacts(latest, is_latest=True, differs=differs))


def _released() -> QuerySet[ResultsBundle]:
    return ResultsBundle.objects.select_related("edition").order_by("-released_at", "-pk")


def _is_latest(bundle: ResultsBundle) -> bool:
    return not _released().filter(edition=bundle.edition, released_at__gt=bundle.released_at).exists()
