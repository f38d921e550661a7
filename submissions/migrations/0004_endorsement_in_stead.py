"""Keep for whom a delegate said yes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_search_and_arrivals"), ("competition", "0003_people")]
    operations = [
        migrations.AddField(
            "endorsement",
            "in_stead_of",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
