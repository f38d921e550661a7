"""Issue the certificates of a published list, and revoke one that ought not to stand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.canonical import sha256_of
from competition.codes import new_certificate_number
from competition.models import Person
from competition.operations.events import Occurrence, record_event, record_events
from competition.signatures import key_name, public_key, sign
from competition.verdict import Refused, require
from submissions.certifying import FORMAT
from submissions.models import Certificate, Decree, Outcome, Publication
from submissions.policy import may_issue_certificates, may_revoke_certificate
from submissions.queries.certificates import outcomes_without
from submissions.queries.decrees import decrees_of
from submissions.queries.people import agencies_of, agency_of


class NoReason(Refused):
    """Whoever reads a revoked certificate's number is told why."""

    reason = _("Isi alasan pencabutan")


@transaction.atomic
def issue_certificates(*, publication: Publication, person: Person, at: datetime) -> list[Certificate]:
    """Issue a signed certificate to each entry that stands and never had one, under the list's latest decree, and tell its
    people where to fetch it. Once more it does nothing.

    :raises NotAllowed: not an organiser, a tie, no confirmed decree yet.
    """
    # The list before its certificates, as for its decrees: two presses do not issue twice.
    publication = Publication.objects.select_for_update(of=("self",)).select_related("edition").get(pk=publication.pk)
    require(may_issue_certificates(person, publication, at))
    decree, *_earlier = decrees_of(publication)
    outcomes = outcomes_without(publication)
    for one in outcomes:
        one.publication = publication
    issued = Certificate.objects.bulk_create(_certificate(one, decree, person, at) for one in outcomes)
    agencies = agencies_of([one.proposal for one in outcomes], at)
    occurrences = [
        Occurrence(
            one,
            one.number,
            agencies[one.outcome.proposal_id],
            {"certificate": one, "publication": publication, "proposal": one.outcome.proposal},
            data={"list": publication.round_key, "decree": decree.number, "sha256": one.sha256},
        )
        for one in issued
    ]
    record_events(event="certificate_issued", occurrences=occurrences, person=person, at=at, edition=publication.edition)
    return issued


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, person: Person, reason: str, at: datetime) -> Certificate:
    """Say that a certificate stands no more, and why; it stays in the records, and its people are told.

    :raises NotAllowed: not an organiser, a tie, revoked already.
    :raises NoReason: nothing is said.
    """
    held = Certificate.objects.select_for_update(of=("self",))
    found = held.select_related("outcome__publication__edition", "outcome__proposal__institution", "outcome__proposal__unit")
    certificate = found.get(pk=certificate.pk)
    require(may_revoke_certificate(person, certificate, at))
    if not reason.strip():
        raise NoReason
    certificate.revoked_by, certificate.revoked_at, certificate.reason = person, at, reason.strip()
    certificate.save(update_fields=["revoked_by", "revoked_at", "reason"])
    proposal, publication = certificate.outcome.proposal, certificate.outcome.publication
    record_event(
        event="certificate_revoked",
        subject=certificate,
        subject_key=certificate.number,
        person=person,
        at=at,
        edition=publication.edition,
        reason=certificate.reason,
        data={"list": publication.round_key},
        recipients=agency_of(proposal, at),
        context={
            "certificate": certificate,
            "publication": publication,
            "proposal": proposal,
            "sender": person,
            "reason": certificate.reason,
        },
    )
    return certificate


def _certificate(outcome: Outcome, decree: Decree, person: Person, at: datetime) -> Certificate:
    number = new_certificate_number(outcome.publication.edition.year)
    facts = _facts(number, outcome, decree, at)
    return Certificate(
        number=number,
        outcome=outcome,
        decree=decree,
        facts=facts,
        sha256=sha256_of(facts),
        signature=sign(facts),
        public_key=public_key(),
        issued_by=person,
        issued_at=at,
    )


def _facts(number: str, outcome: Outcome, decree: Decree, at: datetime) -> dict:
    publication = outcome.publication
    return {
        "format": FORMAT,
        "number": number,
        "edition": publication.edition.year,
        "edition_name": publication.edition.name,
        "list": publication.title,
        "award": outcome.award,
        "title": outcome.title,
        "institution": outcome.institution_name,
        "unit": outcome.unit_name,
        "category": outcome.category_name,
        "decree": decree.number,
        "decree_date": decree.signed_on.isoformat(),
        "issued_at": at.isoformat(),
        "key": key_name(public_key()),
    }
