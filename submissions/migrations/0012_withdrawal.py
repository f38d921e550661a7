"""A sending can be taken back: its own row with who, when and why, one more state, and the two moves that lead there and away."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

EARLIER_STATES = ("DRAFT", "FORWARDED", "SUBMITTED", "CORRECTION", "ELIGIBLE", "INELIGIBLE")
STATES = (*EARLIER_STATES, "WITHDRAWN")
EARLIER_MOVES = (
    "DRAFT>FORWARDED",
    "FORWARDED>DRAFT",
    "FORWARDED>SUBMITTED",
    "SUBMITTED>ELIGIBLE",
    "SUBMITTED>INELIGIBLE",
    "SUBMITTED>CORRECTION",
    "CORRECTION>SUBMITTED",
)
MOVES = (*EARLIER_MOVES, "SUBMITTED>WITHDRAWN", "WITHDRAWN>FORWARDED")
LABELS = {
    "DRAFT": "Draf",
    "FORWARDED": "Di admin instansi",
    "SUBMITTED": "Terkirim",
    "CORRECTION": "Perlu diperbaiki",
    "ELIGIBLE": "Lolos administrasi",
    "INELIGIBLE": "Tidak lolos administrasi",
    "WITHDRAWN": "Ditarik",
}


def let_through(moves: tuple[str, ...]) -> str:
    """Return the SQL that lets a proposal make these moves and no other."""
    pairs = ", ".join(f"'{move}'" for move in moves)
    return (
        "DROP TRIGGER proposal_moves ON submissions_proposal;"
        "CREATE TRIGGER proposal_moves BEFORE UPDATE ON submissions_proposal"
        f" FOR EACH ROW EXECUTE FUNCTION kipp_check_move({pairs})"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0011_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            "proposal", "state", models.CharField(choices=list(LABELS.items()), default="DRAFT", max_length=12)
        ),
        migrations.RemoveConstraint("proposal", "proposal_state_is_known"),
        migrations.AddConstraint(
            "proposal", models.CheckConstraint(condition=Q(state__in=list(STATES)), name="proposal_state_is_known")
        ),
        migrations.RemoveConstraint("proposal", "proposal_sent_has_its_time"),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                condition=Q(state__in=("DRAFT", "FORWARDED", "WITHDRAWN")) | Q(submitted_at__isnull=False),
                name="proposal_sent_has_its_time",
            ),
        ),
        migrations.RunSQL(let_through(MOVES), let_through(EARLIER_MOVES)),
        migrations.CreateModel(
            "Withdrawal",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("withdrawn_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="submissions.submission",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-withdrawn_at", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=Q(withdrawn_at__lt=F("closes_at")), name="withdrawal_in_time"),
                    models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_its_reason"),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER withdrawal_is_append_only BEFORE UPDATE OR DELETE ON submissions_withdrawal"
            " FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
            "DROP TRIGGER withdrawal_is_append_only ON submissions_withdrawal",
        ),
    ]
