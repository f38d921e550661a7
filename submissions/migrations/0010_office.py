"""In which office somebody endorsed, and that it was in its term: days are counted in WIB (`competition/terms.py`)."""

from django.db import migrations, models

IN_TERM = """
ALTER TABLE submissions_endorsement ADD CONSTRAINT endorsement_is_within_its_term CHECK (
    (term_from IS NULL OR (endorsed_at AT TIME ZONE 'Asia/Jakarta')::date >= term_from)
    AND (term_until IS NULL OR (endorsed_at AT TIME ZONE 'Asia/Jakarta')::date <= term_until)
);
"""
DROP_IN_TERM = "ALTER TABLE submissions_endorsement DROP CONSTRAINT endorsement_is_within_its_term;"


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0009_header_saved_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="endorsement",
            name="decree",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="term_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="term_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(IN_TERM, DROP_IN_TERM),
    ]
