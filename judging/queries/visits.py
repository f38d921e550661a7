"""Reads about visits: the plan, the team, what was found."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from competition.canonical import sha256_of
from competition.models import Person, Round
from competition.queries.ties import NOWHERE, Places, tied_in
from judging.models import Conflict, Finding, Visit, VisitMember, VisitPhoto
from judging.models.visit import Ask
from judging.queries.rounds import candidates_of, judges_of
from judging.states import VisitState
from submissions.models import Proposal

PRINTED = ("round__edition", "round__stage", "round__ranking", "proposal__institution__region", "planned_by")


def visit_by_code(code: str) -> Visit | None:
    """Return the visit with what its pages and its policy ask for."""
    return Visit.objects.select_related(*PRINTED).filter(code=code).first()


def visit_of(round_: Round, code: str) -> Visit | None:
    """Return a visit of the round, as `visit_by_code`."""
    return Visit.objects.select_related(*PRINTED).filter(round=round_, code=code).first()


def visits_of(round_: Round, without: Places = NOWHERE) -> QuerySet[Visit]:
    """Return the round's visits in the order of their days, each with how many are of the team (`team`) and said yes
    (`confirmed`), but for those to institutions `without`."""
    rows = Visit.objects.filter(round=round_).exclude(proposal__institution__in=without)
    yes = Q(members__confirmed_version=F("version"))
    counted = rows.annotate(team=Count("members"), confirmed=Count("members", filter=yes))
    return counted.select_related("proposal__institution").order_by("starts_on", "pk")


def visits_for(person: Person, at: datetime) -> list[Visit]:
    """Return what somebody goes to or went to, the latest day first; without what they are tied to by now."""
    rows = Visit.objects.filter(members__person=person).exclude(state=VisitState.CANCELLED)
    rows = rows.exclude(proposal__conflicts__judge=person)
    editions = set(rows.order_by().values_list("round__edition", flat=True))
    rows = rows.exclude(proposal__institution__in=tied_in(person, editions, at))
    return list(rows.select_related("round__edition", "proposal__institution").order_by("-starts_on", "-pk"))


def visit_codes(institutions: Collection[int]) -> QuerySet[Visit]:
    """Return the codes of all visits to the institutions' proposals, as a condition of another query."""
    return Visit.objects.filter(proposal__institution__in=institutions).values("code")


def places_to_go(round_: Round, without: Places = NOWHERE) -> QuerySet[Proposal]:
    """Return the candidates of the round to which no visit is planned or done, but for those of institutions `without`."""
    known = Visit.objects.filter(round=round_).exclude(state=VisitState.CANCELLED)
    rows = candidates_of(round_).exclude(pk__in=known.values("proposal")).exclude(institution__in=without)
    return rows.select_related("institution__region").order_by("title", "pk")


def who_may_go(round_: Round, at: datetime) -> list[Person]:
    """Return the judges of the round's edition by name; who of them has a tie depends on the proposal."""
    return list(judges_of(round_, at).order_by("name", "pk"))


def team_of(visit: Visit) -> list[VisitMember]:
    """Return who goes, evaluators first; each knows the visit as it was read."""
    members = list(VisitMember.objects.filter(visit=visit).select_related("person").order_by("seat", "person__name", "pk"))
    for one in members:
        one.visit = visit
    return members


def is_of_team(person: Person, visit: Visit) -> bool:
    """Say whether the person goes along."""
    return VisitMember.objects.filter(visit=visit, person=person).exists()


def has_declared_tie(person: Person, visit: Visit) -> bool:
    """Say whether the person declared a tie to the proposal."""
    return Conflict.objects.filter(judge=person, proposal=visit.proposal_id).exists()


def findings_of(visit: Visit) -> dict[str, Finding]:
    """Return what is saved, by question."""
    return {one.ask: one for one in Finding.objects.filter(visit=visit).order_by("pk")}


def photos_of(visit: Visit) -> list[VisitPhoto]:
    """Return the pictures, in the order in which they came."""
    return list(VisitPhoto.objects.filter(visit=visit).select_related("taken_by").order_by("added_at", "pk"))


def photo_of(visit: Visit, code: str) -> VisitPhoto | None:
    """Return a picture of the visit."""
    return VisitPhoto.objects.filter(visit=visit, code=code).first()


def shown_hash(visit: Visit, findings: Iterable[Finding], photos: Iterable[VisitPhoto]) -> str:
    """Return the fingerprint of what somebody of the team reads before saying yes."""
    return sha256_of(_shown(visit, findings, photos))


def record_of(visit: Visit, findings: Iterable[Finding], photos: Iterable[VisitPhoto], team: Iterable[VisitMember]) -> dict:
    """Return what a visit is sealed as: what its team read, who they are, and what each adds, as plain data."""
    yes = sorted([one.person_id, one.seat, one.statement] for one in team)
    return _shown(visit, findings, photos) | {"version": visit.version, "team": yes}


def _shown(visit: Visit, findings: Iterable[Finding], photos: Iterable[VisitPhoto]) -> dict:
    return {
        "visit": visit.code,
        "place": visit.place,
        "days": [visit.starts_on.isoformat(), visit.ends_on.isoformat()],
        "spoken_to": visit.spoken_to,
        "findings": {one.ask: [one.answer, one.seen] for one in findings},
        "photos": sorted(one.stored_sha256 for one in photos),
    }


def missing_of(visit: Visit, findings: dict[str, Finding]) -> list[str]:
    """Return the questions that lack an answer or what was seen, and `spoken_to` where nobody is named who was asked."""
    found = [ask for ask in Ask.values if ask not in findings or not (findings[ask].answer and findings[ask].seen)]
    return found if visit.spoken_to else [*found, "spoken_to"]
