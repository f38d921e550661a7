"""A guide to the categories: plain questions whose answers speak for one or the other."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0014_unit_moves")]
    operations = [
        migrations.CreateModel(
            name="GuideQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=30)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("text_en", models.CharField(blank=True, max_length=300)),
                ("answers", models.JSONField(default=list)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guide", to="competition.edition"
                    ),
                ),
            ],
            options={"ordering": ("order",)},
        ),
        migrations.AddConstraint(
            "guidequestion",
            models.UniqueConstraint(fields=("edition", "code"), name="guide_question_code_once_per_edition"),
        ),
    ]
