"""The sheets of a round as the signs of favour are sought in them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models.functions import Coalesce

from competition.models import Membership, Region, Round
from competition.queries.ties import Places
from judging.collusion import Seen, minutes_between
from judging.queries.progress import locked_in


def seen_in(round_: Round, without: Places) -> list[Seen]:
    """Return the locked sheets that count, without proposals of institutions `without`. One query."""
    rows = locked_in(round_, without).annotate(
        province=Coalesce("proposal__institution__region__parent_id", "proposal__institution__region_id")
    )
    columns = ("judge_id", "sheet__locked_at", "proposal_id", "province", "sheet__total")
    by_judge: dict[int, list[tuple[datetime, int, int | None, float]]] = defaultdict(list)
    for judge, locked_at, proposal, province, total in rows.values_list(*columns):
        by_judge[judge].append((locked_at, proposal, province, float(total)))
    found = []
    for judge, sheets in sorted(by_judge.items()):
        sheets.sort(key=lambda one: one[:2])
        minutes = minutes_between([one[0] for one in sheets])
        found += [Seen(one[1], judge, one[2], one[3], took) for one, took in zip(sheets, minutes, strict=True)]
    return found


def provinces_of(judges: Iterable[int], at: datetime) -> dict[int, int]:
    """Return the province of those judges who are or were of an institution that lies in one. One query."""
    rows = Membership.objects.filter(person__in=list(judges), starts_at__lte=at, institution__region__isnull=False)
    rows = rows.annotate(province=Coalesce("institution__region__parent_id", "institution__region_id"))
    return dict(rows.order_by("starts_at", "pk").values_list("person_id", "province"))


def province_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of provinces. One query."""
    return dict(Region.objects.filter(pk__in=list(ids)).order_by("pk").values_list("pk", "name"))
