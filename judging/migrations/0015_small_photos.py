"""Pictures of a visit have a small copy for lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("judging", "0014_nominees_of_old_lists")]

    operations = [
        migrations.AddField("visitphoto", "small", models.CharField(blank=True, default="", max_length=100)),
    ]
