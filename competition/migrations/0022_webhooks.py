"""Addresses of institutions that are told of what happens to their proposals, and each telling."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes
from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("competition", "0021_api_keys"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Webhook",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    ("url", models.CharField(max_length=300)),
                    (
                        "events",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("proposal_submitted", "Proposal dikirim"),
                                    ("proposal_returned", "Proposal dikembalikan kepada penulis"),
                                    ("proposal_withdrawn", "Proposal ditarik kembali"),
                                    ("proposal_screened", "Seleksi administrasi proposal diputuskan"),
                                    ("outcome_known", "Hasil diumumkan"),
                                ],
                                max_length=30,
                            ),
                            size=None,
                        ),
                    ),
                    ("sealed_secret", models.TextField()),
                    ("made_at", models.DateTimeField()),
                    ("paused_at", models.DateTimeField(blank=True, null=True)),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="webhooks", to="competition.institution"
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                ],
                options={
                    "ordering": ("-made_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "events__contained_by",
                                    [
                                        "proposal_submitted",
                                        "proposal_returned",
                                        "proposal_withdrawn",
                                        "proposal_screened",
                                        "outcome_known",
                                    ],
                                ),
                                ("events__len__gt", 0),
                            ),
                            name="webhook_events_are_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("url__startswith", "https://")), name="webhook_is_told_in_private"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("removed_at", None), ("removed_by", None)),
                                models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="webhook_removed_by_somebody",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("removed_at", None)),
                            fields=("institution", "url"),
                            name="webhook_address_once_at_a_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="WebhookDelivery",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("event", models.CharField(max_length=30)),
                    ("subject_key", models.CharField(blank=True, max_length=40)),
                    ("happened_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("WAITING", "Menunggu"),
                                ("SENDING", "Sedang dikirim"),
                                ("DELIVERED", "Diterima"),
                                ("FAILED", "Gagal"),
                            ],
                            default="WAITING",
                            max_length=10,
                        ),
                    ),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("not_before", models.DateTimeField()),
                    ("leased_until", models.DateTimeField(blank=True, null=True)),
                    ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("error", models.CharField(blank=True, max_length=200)),
                    ("tried_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "webhook",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="competition.webhook"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-happened_at", "-id"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "WAITING")), fields=["not_before"], name="webhook_delivery_due"
                        ),
                        models.Index(
                            condition=models.Q(("state", "SENDING")), fields=["leased_until"], name="webhook_delivery_leased"
                        ),
                        models.Index(fields=["webhook", "-happened_at"], name="webhook_delivery_log"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["WAITING", "SENDING", "DELIVERED", "FAILED"])),
                            name="webhook_delivery_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "SENDING"), _negated=True), ("leased_until__isnull", False), _connector="OR"
                            ),
                            name="webhook_delivery_sending_is_leased",
                        ),
                    ],
                },
            ),
        )
    ]
