"""The locks of the verdict: scoring goes on side by side, ranking and assigning wait for it and stop it."""

from django.db import connection

from competition.models import Round
from competition.models.editions import RoundKind
from judging.models import Assignment, Discussion, Visit
from judging.queries.visits import visit_by_code

ROUND_LOCK, HOURS_LOCK = 7001, 7005


def hold_round(round_: Round, *, alone: bool) -> None:
    """Hold the round until the transaction ends: shared while scoring, alone while ranking or assigning.

    Advisory, because judges who score must not wait for each other as they would for the round's row. Whoever holds a round
    of interviews or visits alone holds everybody's hours before it.
    """
    if alone and round_.kind != RoundKind.DESK:
        hold_hours()
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [ROUND_LOCK, round_.pk])


def hold_hours() -> None:
    """Hold everybody's hours until the transaction ends, before any round: two rounds that promise somebody at once would not
    see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [HOURS_LOCK])


def hold_assignment(assignment: Assignment) -> Assignment:
    """Hold the assignment and its sheet until the transaction ends; return it as it stands now.

    Nobody assigns or ranks the round meanwhile. First the lock, then the read: had the sheet been joined to the locking
    query, it would be as old as the moment the waiting began, and a second tab would write over the first.
    """
    hold_round(assignment.round, alone=False)
    Assignment.objects.select_for_update().values_list("pk").get(pk=assignment.pk)
    return Assignment.objects.select_related(
        "round__stage", "round__edition", "round__ranking", "proposal", "sheet", "judge"
    ).get(pk=assignment.pk)


def hold_tasks(assignment: Assignment) -> None:
    """Hold everything that its judge has in the round until the transaction ends, in one order, so that two tabs do
    not wait for each other."""
    hold_tasks_of(assignment.round, assignment.judge_id)


def hold_tasks_of(round_: Round, judge_id: int) -> None:
    """Hold everything that somebody has in the round; as `hold_tasks`."""
    hold_round(round_, alone=False)
    rows = Assignment.objects.filter(round_id=round_.pk, judge_id=judge_id)
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def hold_discussion(discussion: Discussion) -> Discussion:
    """Hold the discussion until the transaction ends and return it as it stands now; the caller holds its round.

    First the lock, then the read, as with an assignment. Two yeses at once, and a yes to a version that is being replaced, come
    one after the other.
    """
    Discussion.objects.select_for_update().values_list("pk").get(pk=discussion.pk)
    return Discussion.objects.select_related("lead__judge").get(pk=discussion.pk)


def hold_visit(visit: Visit) -> Visit:
    """Hold the visit until the transaction ends; return it as it stands now. Nobody ranks the round meanwhile. First the lock,
    then the read, as in `hold_assignment`."""
    hold_round(visit.round, alone=False)
    Visit.objects.select_for_update().values_list("pk").get(pk=visit.pk)
    return visit_by_code(visit.code)
