"""How a round's sheets become its score of record. The defaults are what every round did so far."""

from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0018_after_publication"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="least_sheets",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="passing_grade",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
        ),
        migrations.AddField(
            model_name="round",
            name="rounding",
            field=models.CharField(
                choices=[("HALF_EVEN", "HALF_EVEN"), ("HALF_UP", "HALF_UP")], default="HALF_EVEN", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("rounding__in", ["HALF_EVEN", "HALF_UP"])), name="round_rounding_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("least_sheets", None),
                    models.Q(("least_sheets__gte", 1), ("least_sheets__lte", models.F("readers_per_proposal"))),
                    _connector="OR",
                ),
                name="round_least_sheets_are_some",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passing_grade", None),
                    models.Q(("passing_grade__gte", Decimal("0")), ("passing_grade__lte", Decimal("100"))),
                    _connector="OR",
                ),
                name="round_passing_grade_on_the_scale",
            ),
        ),
    ]
