"""Consent to a version of the privacy notice; how long an edition keeps drafts that were never sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0009_writing")]
    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "consent", models.UniqueConstraint(fields=("person", "version"), name="consent_once_per_version")
        ),
        migrations.AddField("edition", "drafts_kept_months", models.PositiveSmallIntegerField(default=24)),
    ]
