"""A page of a judge's list reads the rows of that page only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("judging", "0003_salts")]
    operations = [
        migrations.AddIndex(
            "assignment",
            models.Index(fields=["judge", "round", "state", "position", "id"], name="assignment_rows"),
        ),
    ]
