"""What agencies bring to their interviews: the cleaned copy of a presentation, for a proposal and a round."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0016_declared_ties"),
        ("judging", "0012_frozen_score_rule"),
        ("submissions", "0006_passing_undone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("cleaned", models.CharField(max_length=100)),
                ("cleaned_sha256", models.CharField(max_length=64)),
                ("cleaned_size", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="submissions.proposal"
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="competition.round"
                    ),
                ),
            ],
            options={
                "ordering": ("added_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("round", "proposal", "sha256"),
                        name="material_once_per_turn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("added_at__lt", models.F("closes_at"))), name="material_came_in_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="material_removal_is_somebodys",
                    ),
                ],
            },
        ),
    ]
