"""What was passed together can be taken back for a short while: the one move out of what was passed."""

from django.db import migrations

BEFORE = (
    *("DRAFT>FORWARDED", "FORWARDED>DRAFT", "FORWARDED>SUBMITTED", "SUBMITTED>ELIGIBLE", "SUBMITTED>INELIGIBLE"),
    *("SUBMITTED>CORRECTION", "CORRECTION>SUBMITTED", "SUBMITTED>WITHDRAWN", "WITHDRAWN>FORWARDED"),
)


def trigger(*pairs: str) -> str:
    """Return what puts the moves in the place of those that were there."""
    arguments = ", ".join(f"'{one}'" for one in pairs)
    return (
        "CREATE OR REPLACE TRIGGER proposal_moves BEFORE UPDATE ON submissions_proposal"
        f" FOR EACH ROW EXECUTE FUNCTION kipp_check_move({arguments})"
    )


class Migration(migrations.Migration):
    dependencies = [("submissions", "0005_correction_rounds")]

    operations = [migrations.RunSQL(trigger(*BEFORE, "ELIGIBLE>SUBMITTED"), trigger(*BEFORE))]
