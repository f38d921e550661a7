"""What two people of the secretariat read before it is decided: written once, and never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = """
CREATE TRIGGER reading_is_append_only BEFORE UPDATE OR DELETE ON submissions_reading
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_KEPT = "DROP TRIGGER reading_is_append_only ON submissions_reading;"


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0003_screening_drafts"),
        ("competition", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[("ELIGIBLE", "Lolos"), ("INELIGIBLE", "Tidak lolos"), ("CORRECTION", "Minta perbaikan")],
                        max_length=12,
                    ),
                ),
                ("answers", models.JSONField()),
                ("words", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("reason_en", models.TextField(blank=True)),
                ("read_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screening_readings",
                        to="submissions.proposal",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screening_readings",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "ordering": ("submission", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["ELIGIBLE", "INELIGIBLE", "CORRECTION"])),
                        name="reading_result_is_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("place__in", [1, 2])), name="reading_is_first_or_second"),
                    models.UniqueConstraint(fields=("submission", "place"), name="reading_once_per_place"),
                    models.UniqueConstraint(fields=("submission", "person"), name="reading_once_per_person"),
                ],
            },
        ),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
