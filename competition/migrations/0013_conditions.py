"""Questions that are answered with yes or no, and questions that are asked only after a yes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0012_office")]
    operations = [
        migrations.AddField(
            "question",
            "kind",
            models.CharField(choices=[("TEXT", "Teks"), ("YES_NO", "Ya atau tidak")], default="TEXT", max_length=10),
        ),
        migrations.AddField(
            "question", "asked_if", models.SlugField(blank=True, default="", max_length=40), preserve_default=False
        ),
    ]
