"""A unit may go over to another institution; both remember it."""

from django.db import migrations, models

KINDS = [
    ("RENAMED", "Berganti nama"),
    ("SPLIT", "Dipecah"),
    ("MERGED", "Digabung"),
    ("CLOSED", "Ditutup"),
    ("MOVED", "Pindah induk"),
    ("UNIT_MOVED", "Unit pindah"),
]
NAME = "institution_change_kind_is_known"


class Migration(migrations.Migration):
    dependencies = [("competition", "0013_conditions")]
    operations = [
        migrations.AlterField("institutionchange", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.RemoveConstraint("institutionchange", NAME),
        migrations.AddConstraint(
            "institutionchange",
            models.CheckConstraint(condition=models.Q(("kind__in", [key for key, _label in KINDS])), name=NAME),
        ),
    ]
