"""Keep a form that came without a session, for its writer alone, and let go of it again."""

import json
from datetime import datetime, timedelta

from django.db import transaction

from competition.models import ParkedForm, Person
from competition.sealing import seal

# With the sweep every five minutes, nothing lies in the database for longer than an hour.
PARKED_FOR = timedelta(minutes=55)
# Bytes of one form: four times the longest text that anybody has pasted.
LARGEST = 256 * 1024
# So many forms of one person; the oldest make room.
MOST = 10


@transaction.atomic
def park_form(*, account: int, path: str, fields: dict[str, str], at: datetime) -> datetime | None:
    """Keep what was sent to the address for the account, in place of what was kept for it before; return until when.

    None: it is larger than what is kept, or there never was such an account. An account that was closed gets the same answer as
    one that is open. `account` is no `person`, because nobody is signed in: it comes from a mark that only we can make.
    """
    text = json.dumps(fields, ensure_ascii=False)
    if len(text.encode()) > LARGEST or not Person.objects.filter(pk=account).exists():
        return None
    row = ParkedForm(
        person_id=account,
        path=path,
        sealed=seal(ParkedForm.purpose_for(account), text),
        parked_at=at,
        ends_at=at + PARKED_FOR,
    )
    changed = ["sealed", "parked_at", "ends_at"]
    ParkedForm.objects.bulk_create([row], update_conflicts=True, unique_fields=["person", "path"], update_fields=changed)
    latest = ParkedForm.objects.filter(person=account).order_by("-parked_at", "-pk").values_list("pk", flat=True)[:MOST]
    ParkedForm.objects.filter(person=account).exclude(pk__in=list(latest)).delete()
    return row.ends_at


def drop_parked(*, person: Person, path: str, at: datetime) -> bool:
    """Remove what is kept of the person's for the address; say whether there was anything still to be had."""
    return bool(ParkedForm.objects.filter(person=person, path=path, ends_at__gt=at).delete()[0])


def forget_parked(*, at: datetime) -> int:
    """Remove what nobody came back for; return how many."""
    return ParkedForm.objects.filter(ends_at__lte=at).delete()[0]
