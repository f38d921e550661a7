"""Training texts that the judges of a round score before their own. A round from before has none."""

import django.db.models.deletion
from django.db import migrations, models

from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0012_bulletins"),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Anchor",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(max_length=200)),
                    ("answers", models.JSONField()),
                ],
                options={
                    "ordering": ("order", "id"),
                },
            ),
            migrations.AddField(
                model_name="round",
                name="briefing",
                field=models.CharField(
                    choices=[("NONE", "NONE"), ("OFFERED", "OFFERED"), ("REQUIRED", "REQUIRED")], default="NONE", max_length=10
                ),
            ),
            migrations.AddConstraint(
                model_name="round",
                constraint=models.CheckConstraint(
                    condition=models.Q(("briefing__in", ["NONE", "OFFERED", "REQUIRED"])), name="round_briefing_is_known"
                ),
            ),
        ),
        migrations.AddField(
            model_name="anchor",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="anchors", to="competition.round"
            ),
        ),
        migrations.AddConstraint(
            model_name="anchor",
            constraint=models.UniqueConstraint(fields=("round", "code"), name="anchor_code_once_per_round"),
        ),
    ]
