"""A link that comes with a digest knows the version of its text alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0017_pipeline"),
    ]

    operations = [
        migrations.AlterField(
            model_name="endorsementlink",
            name="content_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
