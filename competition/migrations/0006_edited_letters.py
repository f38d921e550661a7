"""What letters said before staff changed them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0005_cross_team"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("edited_at", models.DateTimeField()),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edits", to="competition.notice"
                    ),
                ),
            ],
            options={
                "ordering": ("notice", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "number"), name="notice_edit_once"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="notice_edit_counts_from_one"),
                ],
            },
        ),
    ]
