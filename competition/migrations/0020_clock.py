"""A clock that does not go back: the latest instant that was read is remembered, and one a little before it is not believed."""

from django.db import migrations

# A sequence and no table: what it remembers stays when the transaction of the reader is rolled back, and nobody waits for it.
# It is written once a second at most. Whoever reads the clock need not be allowed to write the mark.
CLOCK = """
CREATE SEQUENCE kipp_clock_mark AS bigint MINVALUE 0 START 0;
CREATE FUNCTION kipp_clock() RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    present timestamptz := clock_timestamp();
    mark timestamptz;
BEGIN
    SELECT timestamptz 'epoch' + last_value * interval '1 microsecond' INTO mark FROM kipp_clock_mark;
    IF present < mark AND present > mark - interval '10 minutes' THEN
        RETURN mark;
    END IF;
    IF (present < mark OR present > mark + interval '1 second') AND current_setting('transaction_read_only') = 'off' THEN
        PERFORM setval('kipp_clock_mark', (extract(epoch FROM present) * 1000000)::bigint);
    END IF;
    RETURN present;
END $$;
"""
NO_CLOCK = """
DROP FUNCTION kipp_clock();
DROP SEQUENCE kipp_clock_mark;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0019_score_rule"),
    ]

    operations = [migrations.RunSQL(CLOCK, NO_CLOCK)]
