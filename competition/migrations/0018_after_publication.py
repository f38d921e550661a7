"""How long a list may be objected to, and what each agency is told of its own. One from before tells nothing."""

from django.db import migrations, models

from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0017_training_stock"),
    ]

    operations = [
        AtOnce(
            migrations.AddField(
                model_name="edition",
                name="feedback",
                field=models.CharField(
                    choices=[("NONE", "Tidak ada"), ("COMMENTS", "Catatan penilai"), ("SCORES", "Nilai dan catatan penilai")],
                    default="NONE",
                    max_length=8,
                ),
            ),
            migrations.AddField(
                model_name="edition",
                name="objection_answer_days",
                field=models.PositiveSmallIntegerField(default=10),
            ),
            migrations.AddField(
                model_name="edition",
                name="objection_days",
                field=models.PositiveSmallIntegerField(default=5),
            ),
        ),
    ]
