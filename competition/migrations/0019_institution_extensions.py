"""A later close for one institution alone, kept for ever."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

GUARD = """
CREATE TRIGGER institution_extension_is_append_only BEFORE UPDATE OR DELETE ON competition_institutionextension
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_GUARD = "DROP TRIGGER institution_extension_is_append_only ON competition_institutionextension;"


def pointer(to: str, name: str) -> models.ForeignKey:
    """Return a reference that keeps what it points at."""
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to)


class Migration(migrations.Migration):
    dependencies = [("competition", "0018_files")]
    operations = [
        migrations.CreateModel(
            name="InstitutionExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_closes_at", models.DateTimeField()),
                ("new_closes_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("extended_at", models.DateTimeField()),
                ("extended_by", pointer(settings.AUTH_USER_MODEL, "+")),
                ("institution", pointer("competition.institution", "extensions")),
                ("stage", pointer("competition.stage", "institution_extensions")),
            ],
            options={
                "ordering": ("-extended_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(new_closes_at__gt=F("old_closes_at")), name="institution_extension_is_later"
                    ),
                    models.CheckConstraint(
                        condition=Q(new_closes_at__gt=F("extended_at")), name="institution_extension_can_still_help"
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="institution_extension_has_its_reason"),
                ],
                "indexes": [
                    models.Index(fields=["institution", "stage", "-new_closes_at"], name="institution_extension_latest")
                ],
            },
        ),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]
