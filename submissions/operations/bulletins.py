"""A bulletin's letters: written once, when it appears, to those who are there then."""

from datetime import datetime

from django.db import transaction

from competition.models import Bulletin
from competition.night import by_day
from competition.operations.events import Occurrence, record_events
from competition.queries.bulletins import bulletins_to_mail
from competition.zones import ZONES
from submissions.queries.bulletins import readers_of


def mail_bulletins(*, person: None = None, at: datetime) -> int:
    """Write the letters of every bulletin that has appeared and is to be mailed, each in a transaction; return of how many.

    One that is taken down before its letters were written has none. By night they wait for a morning that is one everywhere.
    """
    return sum(_mail(one, at) for one in bulletins_to_mail(at))


@transaction.atomic
def _mail(pk: int, at: datetime) -> bool:
    one = Bulletin.objects.select_for_update(of=("self",)).select_related("edition").get(pk=pk)
    if one.mailed_at is not None or one.taken_down_at is not None or not one.starts_at <= at < one.ends_at:
        return False
    one.mailed_at = at
    one.save(update_fields=["mailed_at"])
    told = Occurrence(
        subject=one,
        subject_key=one.code,
        recipients=readers_of(one, at),
        context={"bulletin": one},
        data={"mail_to": str(one.mail_to)},
        not_before=_by_day_everywhere(at),
    )
    record_events(event="bulletin_mailed", occurrences=[told], person=None, at=at, edition=one.edition)
    return True


def _by_day_everywhere(at: datetime) -> datetime:
    """Return the first instant from now on that is by day in every zone of the country."""
    for zone in ZONES:
        at = by_day(at, zone)
    return max(by_day(at, zone) for zone in ZONES)
