"""Words are found in titles, and lists are cut off, without reading every row."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_guards")]
    operations = [
        migrations.AddIndex(
            "innovation",
            GinIndex(fields=["title_key"], name="innovation_key_trigrams", opclasses=("gin_trgm_ops",)),
        ),
        migrations.AddIndex(
            "innovation",
            models.Index(fields=["title_key", "id"], condition=models.Q(("is_public", True)), name="innovation_catalogue"),
        ),
        migrations.AddIndex(
            "proposal",
            models.Index(fields=["edition", "-submitted_at", "-id"], name="proposal_arrivals"),
        ),
        migrations.AddIndex(
            "proposal",
            GinIndex(fields=["title_key"], name="proposal_key_trigrams", opclasses=("gin_trgm_ops",)),
        ),
    ]
