"""The clock's function runs with its owner's rights, so it looks for its mark where the owner put it, and in nobody's own space."""

from django.db import migrations

# Without a word about it the space of the session's temporary objects, where whoever reads the clock may make what they
# like, is searched first.
FIXED = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION kipp_clock() SET search_path TO %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0022_webhooks"),
    ]

    operations = [migrations.RunSQL(FIXED, migrations.RunSQL.noop)]
