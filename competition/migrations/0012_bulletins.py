"""The secretariat plans a few sentences that everybody reads from one instant until another."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from competition.codes import new_code


class Migration(migrations.Migration):
    dependencies = [("competition", "0011_screening_rules")]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(default=new_code, max_length=20, unique=True)),
                ("text", models.CharField(max_length=400)),
                ("text_en", models.CharField(blank=True, max_length=400)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("planned_at", models.DateTimeField()),
                ("taken_down_at", models.DateTimeField(blank=True, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bulletins", to="competition.edition"
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "taken_down_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-starts_at", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="bulletin_window_is_real"),
                    models.CheckConstraint(condition=~Q(text=""), name="bulletin_has_words"),
                    models.CheckConstraint(
                        condition=Q(taken_down_by=None, taken_down_at=None)
                        | Q(taken_down_by__isnull=False, taken_down_at__isnull=False),
                        name="bulletin_is_taken_down_by_somebody",
                    ),
                ],
            },
        ),
    ]
