"""The database refuses illegal moves of a proposal, and changes to what was sent or once saved."""

from django.db import migrations

MOVES = (
    "DRAFT>FORWARDED",
    "FORWARDED>DRAFT",
    "FORWARDED>SUBMITTED",
    "SUBMITTED>ELIGIBLE",
    "SUBMITTED>INELIGIBLE",
    "SUBMITTED>CORRECTION",
    "CORRECTION>SUBMITTED",
)
APPEND_ONLY = ("submission", "answerrevision", "screening", "screeningline")

MOVE_TRIGGER = "CREATE TRIGGER proposal_moves BEFORE UPDATE ON submissions_proposal FOR EACH ROW EXECUTE FUNCTION kipp_check_move({})".format(
    ", ".join(f"'{move}'" for move in MOVES)
)


def guard(table: str) -> migrations.RunSQL:
    """Return the operation that makes a table append-only."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON submissions_{table}"
        " FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
        f"DROP TRIGGER {table}_is_append_only ON submissions_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_entry"), ("competition", "0002_guards")]
    operations = [
        migrations.RunSQL(MOVE_TRIGGER, "DROP TRIGGER proposal_moves ON submissions_proposal"),
        *(guard(table) for table in APPEND_ONLY),
    ]
