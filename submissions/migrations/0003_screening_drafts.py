"""A decision is a draft before it is confirmed, and a line that fails has a cause of its edition's list."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScreeningDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("ELIGIBLE", "Lolos"), ("INELIGIBLE", "Tidak lolos"), ("CORRECTION", "Minta perbaikan")],
                        max_length=12,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-saved_at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="screening",
            name="reason_en",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="screeningline",
            name="cause_code",
            field=models.SlugField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name="screeningline",
            constraint=models.CheckConstraint(
                condition=models.Q(("passed", False), ("cause_code", ""), _connector="OR"),
                name="screening_line_that_passed_has_no_cause",
            ),
        ),
        migrations.AddField(
            model_name="screeningdraft",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="screening_drafts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="screeningdraft",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="screening_drafts", to="submissions.proposal"
            ),
        ),
        migrations.AddField(
            model_name="screeningdraft",
            name="submission",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="submissions.submission"),
        ),
        migrations.AddConstraint(
            model_name="screeningdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["", "ELIGIBLE", "INELIGIBLE", "CORRECTION"])),
                name="screening_draft_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="screeningdraft",
            constraint=models.UniqueConstraint(fields=("proposal", "person"), name="screening_draft_once_per_person"),
        ),
    ]
