"""Which reminders of a close were written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0006_retention"), ("competition", "0011_extensions")]
    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=4)),
                ("closes_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="competition.stage"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(fields=("stage", "step", "closes_at"), name="reminder_once_per_step_and_close"),
        ),
    ]
