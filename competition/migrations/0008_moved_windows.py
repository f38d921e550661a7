"""A stage that has not opened can be moved as a whole: the row that says so has both openings."""

from django.db import migrations, models
from django.db.models import F, Q

from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("competition", "0007_second_reader")]

    operations = [
        AtOnce(
            migrations.RemoveConstraint(model_name="stageextension", name="extension_is_later"),
            migrations.AddField(
                model_name="stageextension",
                name="old_opens_at",
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name="stageextension",
                name="new_opens_at",
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddConstraint(
                model_name="stageextension",
                constraint=models.CheckConstraint(
                    condition=Q(old_opens_at=None, new_opens_at=None, new_closes_at__gt=F("old_closes_at"))
                    | Q(old_opens_at__isnull=False, new_opens_at__isnull=False),
                    name="extension_is_later",
                ),
            ),
        ),
    ]
