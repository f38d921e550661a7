"""Who presents when: the timetable of a round of interviews, and each proposal's slot in it."""

import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes
from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0010_rounds_in_a_row"),
        ("judging", "0006_sheet_revisions"),
        ("submissions", "0005_correction_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Timetable",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("talk_minutes", models.PositiveSmallIntegerField()),
                    ("question_minutes", models.PositiveSmallIntegerField()),
                    ("pause_minutes", models.PositiveSmallIntegerField()),
                    ("sessions", models.JSONField()),
                    ("rooms", models.JSONField()),
                    ("seed", models.BigIntegerField()),
                    ("planned_at", models.DateTimeField()),
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="timetable", to="competition.round"
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Slot",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    ("room", models.CharField(max_length=100)),
                    ("link", models.URLField(blank=True, max_length=300)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("changed_at", models.DateTimeField()),
                    ("presenters", models.TextField(blank=True)),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("reminded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="confirmed_slots",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="submissions.proposal"
                        ),
                    ),
                    (
                        "timetable",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="judging.timetable"
                        ),
                    ),
                ],
                options={
                    "ordering": ("starts_at", "room", "id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("timetable", "proposal"), name="slot_once_per_proposal"),
                        models.UniqueConstraint(
                            deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                            fields=("timetable", "room", "starts_at"),
                            name="slot_once_per_room_and_time",
                        ),
                        models.CheckConstraint(condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_is_real"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="slot_is_confirmed_by_somebody",
                        ),
                    ],
                },
            ),
        ),
    ]
