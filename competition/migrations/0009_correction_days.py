"""An edition gives a correction so many working days. One from before gives it until screening closes, as it did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0008_moved_windows")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="correction_days",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
