"""A round says what its judges go by, and whose list says who enters. One from before goes on as it did: a later round took those
whom the round before it had chosen."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from competition.at_once import AtOnce

KINDS = [
    ("DESK", "Penilaian proposal"),
    ("INTERVIEW", "Presentasi dan wawancara"),
    ("FIELD", "Verifikasi dan observasi lapangan"),
]


def put_in_a_row(apps, schema_editor):
    """Let each later round of an edition take the chosen of the one before it; what was called an interview is one."""
    before = {}
    for one in apps.get_model("competition", "Round").objects.order_by("edition_id", "order", "pk"):
        one.chosen_in_id = before.get(one.edition_id)
        one.kind = "INTERVIEW" if one.key == "interview" else "DESK"
        one.save(update_fields=["chosen_in", "kind"])
        before[one.edition_id] = one.pk


class Migration(migrations.Migration):
    dependencies = [("competition", "0009_correction_days")]

    operations = [
        AtOnce(
            migrations.AddField(
                model_name="round",
                name="kind",
                field=models.CharField(choices=KINDS, default="DESK", max_length=10),
            ),
            migrations.AddField(
                model_name="round",
                name="chosen_in",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="next_rounds",
                    to="competition.round",
                ),
            ),
            migrations.AddConstraint(
                model_name="round",
                constraint=models.CheckConstraint(
                    condition=Q(kind__in=["DESK", "INTERVIEW", "FIELD"]), name="round_kind_is_known"
                ),
            ),
        ),
        migrations.RunPython(put_in_a_row, migrations.RunPython.noop),
    ]
