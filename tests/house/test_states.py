"""The tables of moves in Python and the triggers in PostgreSQL hold the same pairs, and states have their constraints."""

import re

import pytest
from django.db import connection

from competition.models.appointments import REQUEST_MOVES, RequestState
from competition.states import ADMISSION_MOVES, AdmissionState
from judging.states import (
    ANNOUNCEMENT_MOVES,
    ASSIGNMENT_MOVES,
    DISCUSSION_MOVES,
    REOPENING_MOVES,
    SELECTION_MOVES,
    SHEET_MOVES,
    VISIT_MOVES,
    AnnouncementState,
    AssignmentState,
    DiscussionState,
    ReopeningState,
    SelectionState,
    SheetState,
    VisitState,
)
from submissions.coaching import COACHING_MOVES, CoachingState
from submissions.materials import MATERIAL_MOVES, MaterialState
from submissions.replicating import REPLICATION_MOVES, ReplicationState
from submissions.states import (
    DECREE_MOVES,
    DOCUMENT_MOVES,
    ERRATUM_MOVES,
    MOVES,
    OBJECTION_MOVES,
    SEAT_MOVES,
    DecreeState,
    DocumentState,
    ErratumState,
    ObjectionState,
    ProposalState,
    SeatState,
)

TABLES = {
    "competition_admission": (ADMISSION_MOVES, AdmissionState),
    "competition_appointmentrequest": (REQUEST_MOVES, RequestState),
    "submissions_proposal": (MOVES, ProposalState),
    "submissions_document": (DOCUMENT_MOVES, DocumentState),
    "judging_reopening": (REOPENING_MOVES, ReopeningState),
    "judging_announcement": (ANNOUNCEMENT_MOVES, AnnouncementState),
    "submissions_decree": (DECREE_MOVES, DecreeState),
    "submissions_erratum": (ERRATUM_MOVES, ErratumState),
    "submissions_objection": (OBJECTION_MOVES, ObjectionState),
    "submissions_coaching": (COACHING_MOVES, CoachingState),
    "submissions_sharedmaterial": (MATERIAL_MOVES, MaterialState),
    "submissions_replication": (REPLICATION_MOVES, ReplicationState),
    "submissions_booking": (SEAT_MOVES, SeatState),
    "judging_assignment": (ASSIGNMENT_MOVES, AssignmentState),
    "judging_scoresheet": (SHEET_MOVES, SheetState),
    "judging_discussion": (DISCUSSION_MOVES, DiscussionState),
    "judging_selection": (SELECTION_MOVES, SelectionState),
    "judging_visit": (VISIT_MOVES, VisitState),
}
# These move from one process to another, not by a person's act: a lease may be taken back, a letter tried again.
WITHOUT_MOVES = {"competition_notice", "competition_webhookdelivery"}


@pytest.fixture
def triggers(db):
    """Return the pairs each table's trigger lets through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'O' AND pg_get_triggerdef(oid) LIKE '%kipp_check_move%'"
        )
        found = cursor.fetchall()
    return {table: {tuple(pair.split(">")) for pair in re.findall(r"'(\w+>\w+)'", text)} for table, text in found}


def test_every_trigger_holds_the_moves_of_its_table(triggers):
    assert triggers == {table: {(str(a), str(b)) for a, b in moves} for table, (moves, _states) in TABLES.items()}


@pytest.mark.django_db
def test_every_table_with_a_state_has_a_trigger_and_a_constraint():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'state' AND table_schema = 'public'"
        )
        tables = {table for (table,) in cursor.fetchall()}
        assert tables == set(TABLES) | WITHOUT_MOVES
        for table in tables:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND conname LIKE %s",
                [table, "%state_is_known"],
            )
            [(text,)] = cursor.fetchall()
            if table in TABLES:
                assert set(re.findall(r"'(\w+)'", text)) == set(TABLES[table][1].values)


@pytest.mark.parametrize(("table", "moves", "states"), [(table, *both) for table, both in TABLES.items()])
def test_moves_name_known_states_only(table, moves, states):
    assert {state for pair in moves for state in pair} <= set(states.values), table
