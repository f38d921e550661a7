"""When a letter was read on the site. Those written before there was an inbox count as read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0025_letter_templates"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["recipient", "-not_before"], name="notice_of_reader"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="notice_unread"),
        ),
        migrations.RunSQL("UPDATE competition_notice SET read_at = created_at", migrations.RunSQL.noop),
    ]
