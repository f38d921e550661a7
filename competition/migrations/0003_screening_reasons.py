"""An edition says for which reasons a line of the administrative check may fail. Of one from before nothing is known."""

import django.db.models.deletion
from django.db import migrations, models

STAMP = """
CREATE TRIGGER screeningreason_stamps_its_edition AFTER INSERT OR UPDATE OR DELETE ON competition_screeningreason
    FOR EACH ROW EXECUTE FUNCTION kipp_stamp_rules();
"""


class Migration(migrations.Migration):
    dependencies = [("competition", "0002_triggers")]

    operations = [
        migrations.CreateModel(
            name="ScreeningReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40)),
                ("order", models.PositiveSmallIntegerField()),
                ("check_code", models.CharField(max_length=30)),
                ("text", models.CharField(max_length=400)),
                ("text_en", models.CharField(blank=True, max_length=400)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screening_reasons",
                        to="competition.edition",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "code"), name="screening_reason_code_once_per_edition")
                ],
            },
        ),
        migrations.RunSQL(STAMP, "DROP TRIGGER screeningreason_stamps_its_edition ON competition_screeningreason;"),
    ]
