"""Figures before and after, kept with the answer and with each of its versions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_endorsement_in_stead"), ("competition", "0009_writing")]
    operations = [
        migrations.AddField("answer", "evidence", models.JSONField(blank=True, default=list)),
        migrations.AddField("answerrevision", "evidence", models.JSONField(blank=True, default=list)),
    ]
