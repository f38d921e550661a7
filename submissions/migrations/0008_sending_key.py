"""A sending remembers the form it came from: one form sends once, whatever happens between two presses of its button."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0007_reminders")]
    operations = [
        migrations.AddField("submission", "key", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(fields=["proposal", "submitted_by", "key"], name="submission_once_per_form"),
        ),
    ]
