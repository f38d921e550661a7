"""The rules of an edition's administrative check can be changed: every version is kept, and so is a reason that is laid aside."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from competition.guards import keep


class Migration(migrations.Migration):
    dependencies = [("competition", "0010_rounds_in_a_row")]

    operations = [
        migrations.AddField(
            model_name="screeningreason",
            name="is_offered",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="ScreeningRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="screening_rules", to="competition.edition"
                    ),
                ),
            ],
            options={
                "ordering": ("edition", "-number", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "number"), name="screening_rules_version_once"),
                    models.CheckConstraint(condition=Q(number__gt=1), name="screening_rules_follow_the_file"),
                ],
            },
        ),
        keep("competition_screeningrules", "screening_rules"),
    ]
