"""An innovation's entry in the catalogue is written by one after the other.

Of two who change an innovation and its awards at once, the later one wrote what it had read before the other was through: the old
title, or an entry of what is public no more.
"""

from django.db import migrations

FUNCTION = "FUNCTION kipp_list_innovations(ids bigint[])"
# The rows are held before anything is read of them; what follows sees what the one before left.
TURN = f"""
ALTER {FUNCTION} RENAME TO kipp_list_held_innovations;
CREATE {FUNCTION} RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(cardinality(ids), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM 1 FROM submissions_innovation WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    PERFORM kipp_list_held_innovations(ids);
END $$;
"""
UNDO = f"""
DROP {FUNCTION};
ALTER FUNCTION kipp_list_held_innovations(bigint[]) RENAME TO kipp_list_innovations;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0013_clinics"),
    ]

    operations = [migrations.RunSQL(TURN, UNDO)]
