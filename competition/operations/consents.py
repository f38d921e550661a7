"""Remember who agreed to which version of the privacy notice."""

from datetime import datetime

from django.db import transaction

from competition.models import Consent, Person
from competition.operations.events import record_event
from competition.privacy import latest_notice


@transaction.atomic
def accept_privacy(*, person: Person, version: str, at: datetime) -> None:
    """Remember that the person agreed to this version; once is enough. Another than the latest is not agreed to any more."""
    if version != latest_notice().version:
        return
    _consent, is_new = Consent.objects.get_or_create(person=person, version=version, defaults={"at": at})
    if is_new:
        record_event(
            event="privacy_accepted",
            subject=person,
            subject_key=str(person.pk),
            person=person,
            at=at,
            data={"version": version},
        )
