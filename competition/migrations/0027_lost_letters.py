"""Letters over which a worker died are counted, so that none takes one after the other with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0026_inbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="lost",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
