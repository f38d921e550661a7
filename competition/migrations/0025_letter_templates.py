"""The words the secretariat gave the letters of an event, kept for ever."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER letter_template_is_append_only BEFORE UPDATE OR DELETE ON competition_lettertemplate
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_GUARD = "DROP TRIGGER letter_template_is_append_only ON competition_lettertemplate;"


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0024_letters_have_a_fresh_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=60)),
                ("language", models.CharField(choices=[("id", "Bahasa Indonesia"), ("en", "Inggris")], max_length=2)),
                ("number", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("html", models.TextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("event", "language", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("event", "language", "number"), name="letter_template_version_once"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="letter_template_counts_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            models.Q(("html", ""), _negated=True),
                        ),
                        name="letter_template_has_words",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
