"""What may be uploaded with a proposal, edition by edition."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0017_parked_forms")]
    operations = [
        migrations.AddField("edition", "file_max_mb", models.PositiveSmallIntegerField(default=5)),
        migrations.AddField("edition", "files_max", models.PositiveSmallIntegerField(default=10)),
        migrations.AddField("edition", "files_max_mb", models.PositiveSmallIntegerField(default=25)),
        migrations.AddField("edition", "asks_video", models.BooleanField(default=False)),
        migrations.AddField("edition", "letters", models.JSONField(blank=True, default=list)),
        migrations.AddField("question", "takes_files", models.BooleanField(default=False)),
    ]
