"""Training texts in two languages, with the levels their author expects, and some that only stand in stock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0016_declared_ties"),
    ]

    operations = [
        migrations.AddField("anchor", "title_en", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("anchor", "answers_en", models.JSONField(blank=True, default=dict)),
        migrations.AddField("anchor", "expected", models.JSONField(blank=True, default=dict)),
        migrations.AddField("anchor", "is_used", models.BooleanField(default=True)),
    ]
