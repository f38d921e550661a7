"""How many of a hundred readings shall be across teams, round by round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competition", "0004_daily_letters")]
    operations = [migrations.AddField("round", "cross_team_percent", models.PositiveSmallIntegerField(default=30))]
