"""The secretariat's list is counted from an index, without reading the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0010_office")]
    operations = [
        migrations.AddIndex(
            "proposal",
            models.Index(
                fields=["edition", "state", "institution", "category"], include=("title_key",), name="proposal_counts"
            ),
        ),
    ]
