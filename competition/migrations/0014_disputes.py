"""What is done where readers are far apart: they may agree on a sheet, and nothing waits for it. Nothing happens by itself."""

from django.db import migrations, models

from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0013_briefing"),
    ]

    operations = [
        AtOnce(
            migrations.AddField(
                model_name="round",
                name="consolidated",
                field=models.CharField(
                    choices=[("REPLACES", "Menggantikan nilai masing-masing"), ("BESIDE", "Dicatat saja")],
                    default="REPLACES",
                    max_length=20,
                ),
            ),
            migrations.AddField(
                model_name="round",
                name="dispute",
                field=models.CharField(
                    choices=[
                        ("CONSOLIDATE", "Penilai membahas dan menyepakati satu lembar"),
                        ("THIRD_READER", "Satu penilai lagi membaca"),
                        ("NONE", "Tidak ada langkah khusus"),
                    ],
                    default="CONSOLIDATE",
                    max_length=20,
                ),
            ),
            migrations.AddField(
                model_name="round",
                name="dispute_blocks",
                field=models.BooleanField(default=False),
            ),
            migrations.AddConstraint(
                model_name="round",
                constraint=models.CheckConstraint(
                    condition=models.Q(("dispute__in", ["CONSOLIDATE", "THIRD_READER", "NONE"])), name="round_dispute_is_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="round",
                constraint=models.CheckConstraint(
                    condition=models.Q(("consolidated__in", ["REPLACES", "BESIDE"])), name="round_consolidated_is_known"
                ),
            ),
        ),
    ]
