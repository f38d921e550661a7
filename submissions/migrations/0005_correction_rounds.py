"""A correction has an end of its own. What was not mended by then is decided anew: a sending may have more than one decision."""

import django.db.models.deletion
from django.db import migrations, models

from competition.at_once import AtOnce

SITTINGS = {
    "screening": [("screening_once_per_sitting", ("submission", "sitting"))],
    "reading": [
        ("reading_once_per_place", ("submission", "sitting", "place")),
        ("reading_once_per_person", ("submission", "sitting", "person")),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_readings")]

    operations = [
        AtOnce(
            migrations.AddField(model_name="proposal", name="correct_by", field=models.DateTimeField(blank=True, null=True)),
            migrations.AddConstraint(
                model_name="proposal",
                constraint=models.CheckConstraint(
                    condition=models.Q(("state__in", ("CORRECTION", "SUBMITTED")), ("correct_by", None), _connector="OR"),
                    name="proposal_correction_has_an_end",
                ),
            ),
            migrations.AlterField(
                model_name="screening",
                name="submission",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="submissions.submission"
                ),
            ),
            migrations.RemoveConstraint(model_name="reading", name="reading_once_per_place"),
            migrations.RemoveConstraint(model_name="reading", name="reading_once_per_person"),
            *(
                migrations.AddField(model_name=name, name="sitting", field=models.PositiveSmallIntegerField(default=0))
                for name in SITTINGS
            ),
            *(
                migrations.AddConstraint(model_name=model, constraint=models.UniqueConstraint(fields=fields, name=name))
                for model, constraints in SITTINGS.items()
                for name, fields in constraints
            ),
        ),
    ]
