"""What pseudonyms of a results bundle are made with; another one would give other pseudonyms, so it never changes."""

import django.db.models.deletion
from django.db import migrations, models

import judging.seals


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0027_lost_letters"),
        ("judging", "0005_tables_have_one_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="BundleSalt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("salt", models.CharField(default=judging.seals.new_salt, editable=False, max_length=64)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundle_salt", to="competition.edition"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            "CREATE TRIGGER bundlesalt_is_append_only BEFORE UPDATE OR DELETE ON judging_bundlesalt"
            " FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
            "DROP TRIGGER bundlesalt_is_append_only ON judging_bundlesalt",
        ),
    ]
