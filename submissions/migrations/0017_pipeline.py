"""The secretariat's pipeline counts and sorts by how long a proposal is in its state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0016_signed_letters")]
    operations = [
        migrations.RemoveIndex("proposal", "proposal_counts"),
        migrations.AddIndex(
            "proposal",
            models.Index(
                fields=["edition", "state", "institution", "category"],
                include=("title_key", "state_since"),
                name="proposal_counts",
            ),
        ),
        migrations.AddIndex("proposal", models.Index(fields=["edition", "state_since", "id"], name="proposal_ages")),
    ]
