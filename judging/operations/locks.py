"""The lock of a round: scoring goes on side by side, ranking waits for it and stops it."""

from django.db import connection

from competition.models import Round

ROUND_LOCK = 7001


def hold_round(round_: Round, *, alone: bool) -> None:
    """Hold the round until the transaction ends: shared while scoring, alone while ranking or assigning.

    Advisory, because judges who score must not wait for each other as they would for the round's row.
    """
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [ROUND_LOCK, round_.pk])
