"""What judges gave training texts: written once, apart from the sheets of record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.guards import keep


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0013_briefing"),
        ("judging", "0003_panelists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="TrainingSheet",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("sheet_version", models.PositiveIntegerField()),
                    ("locked_at", models.DateTimeField()),
                    (
                        "anchor",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="training_sheets", to="competition.anchor"
                        ),
                    ),
                    (
                        "judge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="training_sheets",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("anchor", "judge", "sheet_version"), name="training_once_per_anchor_and_judge"
                        )
                    ]
                },
            ),
            migrations.CreateModel(
                name="TrainingMark",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("points", models.DecimalField(decimal_places=2, max_digits=5)),
                    (
                        "criterion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competition.criterion"
                        ),
                    ),
                    (
                        "level",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competition.level"
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="judging.trainingsheet"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("sheet", "criterion"), name="training_mark_once_per_criterion"),
                        models.CheckConstraint(
                            condition=models.Q(("points__gte", 0), ("points__lte", 100)), name="training_points_on_the_scale"
                        ),
                    ]
                },
            ),
        ),
        keep("judging_trainingsheet"),
        keep("judging_trainingmark"),
    ]
