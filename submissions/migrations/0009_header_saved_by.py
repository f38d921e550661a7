"""Each part of a proposal names who saved it last and when: the header too, as answers do."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Known of those whose header nobody changed since they were started; of the others nobody wrote it down.
BEGUN = """
UPDATE submissions_proposal SET header_changed_by_id = created_by_id, header_changed_at = created_at WHERE header_version = 1
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0008_sending_key"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            "proposal",
            "header_changed_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField("proposal", "header_changed_at", models.DateTimeField(null=True)),
        migrations.RunSQL(BEGUN, migrations.RunSQL.noop, elidable=True),
    ]
