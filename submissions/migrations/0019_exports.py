"""Lists that the secretariat takes away as files."""

import functools

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0021_institutions_by_name"),
        ("submissions", "0018_links_of_digests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=functools.partial(competition.codes.new_code, *(20,)),
                        editable=False,
                        max_length=20,
                        unique=True,
                    ),
                ),
                ("form", models.CharField(choices=[("xlsx", "XLSX (lembar kerja)"), ("csv", "CSV (teks)")], max_length=4)),
                ("asked", models.JSONField(default=dict)),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("size", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exports", to="competition.edition"
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("form__in", ["xlsx", "csv"])), name="export_form_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(("failed_at", None), ("size", None), _connector="OR"), name="export_ends_once"
                    ),
                ],
            },
        ),
    ]
