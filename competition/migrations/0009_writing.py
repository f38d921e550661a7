"""What helps a writer: what a complete answer mentions, and a table of figures before and after."""

import django.contrib.postgres.fields
from django.db import migrations, models

LIST = django.contrib.postgres.fields.ArrayField(
    base_field=models.CharField(max_length=200), blank=True, default=list, size=None
)


class Migration(migrations.Migration):
    dependencies = [("competition", "0008_personal_data")]
    operations = [
        migrations.AddField("question", "checklist", LIST.clone()),
        migrations.AddField("question", "checklist_en", LIST.clone()),
        migrations.AddField("question", "evidence_rows", models.PositiveSmallIntegerField(default=0)),
    ]
