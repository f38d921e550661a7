"""Announcements prepared ahead; the database holds that two people agree, that one stands per list, and when it may open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.guards import moves


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0009_training_freeze"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publish_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PREPARED", "Menunggu persetujuan"),
                            ("APPROVED", "Disetujui"),
                            ("POSTPONED", "Ditunda"),
                            ("OPENED", "Sudah dibuka"),
                        ],
                        default="PREPARED",
                        max_length=9,
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("postponed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "postponed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="announcements", to="judging.selection"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["PREPARED", "APPROVED", "POSTPONED", "OPENED"])),
                        name="announcement_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="announcement_two_people_agree",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("APPROVED", "OPENED")), _negated=True),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="announcement_opens_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at", None),
                            models.Q(("opened_at__gte", models.F("publish_at")), ("state", "OPENED")),
                            _connector="OR",
                        ),
                        name="announcement_opens_at_its_instant",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "POSTPONED"), _negated=True),
                        fields=("selection",),
                        name="announcement_one_stands_per_list",
                    ),
                ],
            },
        ),
        moves("judging_announcement", "PREPARED>APPROVED", "PREPARED>POSTPONED", "APPROVED>POSTPONED", "APPROVED>OPENED"),
    ]
