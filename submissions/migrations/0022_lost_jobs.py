"""Jobs whose worker never came back are counted, say that they go on, and end with a reason."""

from django.db import migrations, models

# Those that are under way spoke last when they began; why an earlier one failed nobody wrote down.
SAY_AS_MUCH_AS_IS_KNOWN = """
UPDATE submissions_export SET beat_at = begun_at;
UPDATE submissions_export SET failure = 'LOST' WHERE failed_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0021_sketches"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="lost_checks",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="export",
            name="beat_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="export",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    (
                        "LOST",
                        "Pembuatannya dua kali terhenti, jadi tidak dicoba lagi. Buat lagi dari daftar; bila terulang, hubungi bantuan.",
                    ),
                    (
                        "NOT_KEPT",
                        "Tempat penyimpanan berkas penuh atau tidak dapat dihubungi. Coba lagi nanti, atau hubungi bantuan.",
                    ),
                    ("NOT_ALLOWED", "Anda tidak lagi bertugas di sekretariat kompetisi ini."),
                ],
                max_length=11,
            ),
        ),
        migrations.RunSQL(SAY_AS_MUCH_AS_IS_KNOWN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failed_at", None), ("failure", "")),
                    models.Q(("failed_at__isnull", False), ("failure__in", ["LOST", "NOT_KEPT", "NOT_ALLOWED"])),
                    _connector="OR",
                ),
                name="export_failure_has_its_reason",
            ),
        ),
    ]
