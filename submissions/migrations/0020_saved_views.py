"""A secretary's own names for filters of the list."""

import functools

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import competition.codes


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0022_letters_may_be_held"),
        ("submissions", "0019_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=functools.partial(competition.codes.new_code, *(12,)),
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1500)),
                ("saved_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="saved_views", to="competition.edition"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="saved_views", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": (django.db.models.functions.text.Lower("name"), "id"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("person"),
                        models.F("edition"),
                        django.db.models.functions.text.Lower("name"),
                        name="one_saved_view_per_name",
                    )
                ],
            },
        ),
    ]
