"""What is sealed in the audit gets a salt. Rows from before keep none: their entries are history and stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("judging", "0002_guards")]

    operations = [
        migrations.AddField("scoresheet", "salt", models.CharField(max_length=64, blank=True)),
        migrations.AddField("ranking", "salt", models.CharField(max_length=64, blank=True)),
    ]
