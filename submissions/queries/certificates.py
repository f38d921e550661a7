"""Certificates of published lists: for organisers those of a list, for everybody what one says and whether it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet, Subquery

from competition.canonical import sha256_of
from competition.signatures import is_signed, key_name, public_key
from submissions.models import Certificate, Decree, Erratum, Outcome, Publication
from submissions.models.erratum import ErratumKind
from submissions.states import DecreeState, ErratumState


@dataclass(frozen=True, slots=True)
class Fall:
    """That what a certificate says of its entry is in force no more: since when, and why. `is_reworded`: the entry stands, in
    other words."""

    at: datetime
    reason: str
    is_reworded: bool


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate as everybody may see it. `fall` says that its entry is not in force, whatever is written on paper."""

    certificate: Certificate
    is_intact: bool
    fall: Fall | None

    @property
    def stands(self) -> bool:
        """Whether what it says still holds."""
        return self.is_intact and self.fall is None and self.certificate.revoked_at is None


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and since when certificates are signed under it; None for one that has signed nothing yet."""

    public: str
    name: str
    since: datetime | None


def fall_of(outcome: Outcome) -> Fall | None:
    """Return how the entry lost its place in the list, or its words; None as long as it is in the version in force."""
    if outcome.until is None:
        return None
    erratum = Erratum.objects.get(publication=outcome.publication_id, version=outcome.until)
    return Fall(erratum.decided_at, erratum.reason, is_reworded=erratum.kind == ErratumKind.WORDS)


def certificate_facts(number: str) -> CertificateFacts | None:
    """Return what may be said about a certificate; None when there is none."""
    found = certificate_by_number(number)
    return facts_about(found) if found else None


def facts_about(certificate: Certificate) -> CertificateFacts:
    """Return what may be said about this one. `is_intact`: its row still says what was signed."""
    is_intact = is_signed(certificate.facts, certificate.signature, certificate.public_key)
    return CertificateFacts(certificate, is_intact, fall_of(certificate.outcome))


def certificate_by_number(number: str) -> Certificate | None:
    """Return a certificate with all that its page prints."""
    return _whole().filter(number=number).first()


def certificates_of(publication: Publication) -> QuerySet[Certificate]:
    """Return the certificates of a list, in alphabetical order of their entries."""
    return _whole().filter(outcome__publication=publication).order_by("outcome__title", "pk")


def outcomes_without(publication: Publication) -> list[Outcome]:
    """Return the entries in force that never had a certificate, and that the latest decree can name. A revoked one is not
    given anew by itself; an entry in other words is another one."""
    found = publication.outcomes.filter(certificates=None).exclude(proposal__in=newcomers(publication))
    return list(found.select_related("proposal__institution", "proposal__unit").order_by("pk"))


def newcomers(publication: Publication) -> QuerySet[Erratum, Any]:
    """Return the ids of the proposals that corrections took in after the list's latest decree was recorded, which cannot name
    them; none where there is no decree."""
    decrees = Decree.objects.filter(publication=publication, state=DecreeState.CONFIRMED).order_by("-decided_at", "-pk")
    confirmed = Erratum.objects.filter(publication=publication, state=ErratumState.CONFIRMED, successor__isnull=False)
    return confirmed.filter(decided_at__gt=Subquery(decrees.values("recorded_at")[:1])).values("successor")


def number_unnamed(publication: Publication) -> int:
    """Return how many entries in force came in after the latest decree was recorded: they wait for one that names them."""
    return publication.outcomes.filter(proposal__in=newcomers(publication)).count()


def certificate_in_force(outcome: Outcome) -> Certificate | None:
    """Return the certificate of an entry that was not revoked, if it has one."""
    return Certificate.objects.filter(outcome=outcome, revoked_at=None).first()


def keys_in_use() -> list[Key]:
    """Return the public keys that certificates name, and the one that signs now, the latest first. One query."""
    used = Certificate.objects.order_by().values_list("public_key").annotate(since=Min("issued_at"))
    since = {public_key(): None} | dict(used)
    keys = [Key(public, key_name(public), first) for public, first in since.items()]
    return sorted(keys, key=lambda one: (one.public != public_key(), one.since is None, one.public))


def faults_of_certificates() -> Iterator[str]:
    """Return what contradicts itself: a certificate that is not what was signed, or says something else than its entry did or
    than the decree of another list."""
    for one in _whole().order_by("pk").iterator(chunk_size=500):
        outcome, said = one.outcome, one.facts
        if not is_signed(said, one.signature, one.public_key) or sha256_of(said) != one.sha256:
            yield f"certificate {one.number}: it is not what was signed"
        if [said.get(name) for name in ("number", "title", "unit")] != [one.number, outcome.title, outcome.unit_name]:
            yield f"certificate {one.number}: it says something else than its entry"
        if one.decree.publication_id != outcome.publication_id or said.get("decree") != one.decree.number:
            yield f"certificate {one.number}: its decree is about another list"


def _whole() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("outcome__publication__edition", "decree", "revoked_by")
