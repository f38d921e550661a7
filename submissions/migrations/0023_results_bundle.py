"""The public bundle of an edition's results; what was released is never changed or taken back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0027_lost_letters"),
        ("submissions", "0022_lost_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultsBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("merkle_root", models.CharField(max_length=64)),
                ("archive", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("released_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="competition.edition"
                    ),
                ),
            ],
            options={
                "ordering": ("-released_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "fingerprint"), name="results_bundle_once_per_fingerprint")
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER resultsbundle_is_append_only BEFORE UPDATE OR DELETE ON submissions_resultsbundle"
            " FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
            "DROP TRIGGER resultsbundle_is_append_only ON submissions_resultsbundle",
        ),
    ]
