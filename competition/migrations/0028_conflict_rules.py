"""When a judge must not read a proposal, edition by edition."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0027_lost_letters")]
    operations = [
        migrations.AddField("edition", "conflict_years", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("edition", "bars_own_region", models.BooleanField(default=False)),
        migrations.AddField("edition", "bars_judged_earlier", models.BooleanField(default=False)),
    ]
