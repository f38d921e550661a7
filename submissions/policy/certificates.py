"""Who issues the certificates of a published list, and who revokes one."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.verdict import Verdict, no
from submissions.models import Certificate, Publication
from submissions.policy.decrees import may_keep_decrees
from submissions.states import DecreeState


def may_issue_certificates(person: Person, publication: Publication, at: datetime) -> Verdict:
    """Whoever keeps the list's decrees, once two of them said yes to one: it stands on every certificate."""
    verdict = may_keep_decrees(person, publication.edition, at)
    if verdict and not publication.decrees.filter(state=DecreeState.CONFIRMED).exists():
        return no(_("Sertifikat menyebut keputusan atas daftar. Terbitkan sesudah keputusannya disahkan."))
    return verdict


def may_revoke_certificate(person: Person, certificate: Certificate, at: datetime) -> Verdict:
    """The same people, once."""
    verdict = may_keep_decrees(person, certificate.outcome.publication.edition, at)
    if verdict and certificate.revoked_at is not None:
        return no(_("Sertifikat ini sudah dicabut."))
    return verdict
