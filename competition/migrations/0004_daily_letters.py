"""Letters somebody has once a day: what they chose, and which letter of a day each went into."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0003_screening_reasons"),
    ]

    operations = [
        AtOnce(
            migrations.RemoveConstraint(
                model_name="notice",
                name="notice_state_is_known",
            ),
            migrations.AddField(
                model_name="notice",
                name="digest",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="gathered",
                    to="competition.notice",
                ),
            ),
            migrations.AddField(
                model_name="person",
                name="daily_topics",
                field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                ),
            ),
            migrations.AlterField(
                model_name="notice",
                name="state",
                field=models.CharField(
                    choices=[
                        ("WAITING", "Menunggu"),
                        ("HELD", "Ditahan"),
                        ("SENDING", "Sedang dikirim"),
                        ("SENT", "Terkirim"),
                        ("UNCERTAIN", "Tidak pasti"),
                        ("FAILED", "Gagal"),
                        ("DAILY", "Menunggu ringkasan"),
                        ("GATHERED", "Dalam ringkasan"),
                    ],
                    default="WAITING",
                    max_length=10,
                ),
            ),
            migrations.AddIndex(
                model_name="notice",
                index=models.Index(
                    condition=models.Q(("state", "DAILY")), fields=["recipient", "created_at"], name="notice_daily"
                ),
            ),
            migrations.AddConstraint(
                model_name="notice",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["WAITING", "HELD", "SENDING", "SENT", "UNCERTAIN", "FAILED", "DAILY", "GATHERED"])
                    ),
                    name="notice_state_is_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="notice",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("digest__isnull", False), ("state", "GATHERED")),
                        models.Q(models.Q(("state", "GATHERED"), _negated=True), ("digest", None)),
                        _connector="OR",
                    ),
                    name="notice_gathered_has_its_digest",
                ),
            ),
        ),
    ]
