"""Ties to an institution that people in office declare; kept as they were said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.guards import keep


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0015_mailed_bulletins"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="has_declared_ties",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="DeclaredTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("FAMILY", "Keluarga bekerja atau memimpin di sana"),
                            ("WORKED", "Pernah bekerja atau dipekerjakan di sana"),
                            ("INTEREST", "Kepentingan usaha atau keuangan"),
                            ("OTHER", "Alasan lain yang dapat memengaruhi keputusan saya"),
                        ],
                        max_length=10,
                    ),
                ),
                ("explanation", models.CharField(blank=True, max_length=500)),
                ("declared_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declared_ties", to="competition.edition"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declared_ties", to="competition.institution"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="declared_ties", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "institution", "edition"), name="declared_tie_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["FAMILY", "WORKED", "INTEREST", "OTHER"])),
                        name="declared_tie_kind_is_known",
                    ),
                ],
            },
        ),
        keep("competition_declaredtie"),
    ]
