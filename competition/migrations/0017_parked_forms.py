"""Forms that came after a session had ended."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("competition", "0016_rules_stamp")]
    operations = [
        migrations.CreateModel(
            name="ParkedForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200)),
                ("sealed", models.TextField()),
                ("parked_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parked_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "parkedform",
            models.UniqueConstraint(fields=("person", "path"), name="parked_form_is_the_last_of_its_address"),
        ),
        migrations.AddConstraint(
            "parkedform",
            models.CheckConstraint(condition=Q(ends_at__gt=F("parked_at")), name="parked_form_lives_a_while"),
        ),
    ]
