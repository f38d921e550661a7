"""By which decree a leader is in office, and until when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0011_extensions"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="decree",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="invitation",
            name="term_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="term_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="decree",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="membership",
            name="term_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="term_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("term_from", None), ("term_until", None), ("term_until__gte", models.F("term_from")), _connector="OR"
                ),
                name="membership_term_is_real",
            ),
        ),
    ]
