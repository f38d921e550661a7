"""What moved a close, kept for ever."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

GUARD = """
CREATE TRIGGER extension_is_append_only BEFORE UPDATE OR DELETE ON competition_stageextension
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_GUARD = "DROP TRIGGER extension_is_append_only ON competition_stageextension;"


class Migration(migrations.Migration):
    dependencies = [("competition", "0010_personal_data")]
    operations = [
        migrations.CreateModel(
            name="StageExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_closes_at", models.DateTimeField()),
                ("new_closes_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("extended_at", models.DateTimeField()),
                (
                    "extended_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="competition.stage"
                    ),
                ),
            ],
            options={"ordering": ("-extended_at", "-id")},
        ),
        migrations.AddConstraint(
            "stageextension",
            models.CheckConstraint(condition=Q(new_closes_at__gt=F("old_closes_at")), name="extension_is_later"),
        ),
        migrations.AddConstraint(
            "stageextension",
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_its_reason"),
        ),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
