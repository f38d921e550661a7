"""An edition says what a second person of the secretariat reads. One from before lets nobody read anything twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0006_edited_letters")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="second_checks",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="edition",
            name="second_percent",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
