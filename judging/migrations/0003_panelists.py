"""What is known of judges; and the database gives nobody a proposal to which they declared a tie (SEC-09)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

REFUSE_TIED = """
CREATE FUNCTION kipp_refuse_tied_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('OFFERED', 'ACCEPTED') AND EXISTS (
        SELECT 1 FROM judging_conflict WHERE judge_id = NEW.judge_id AND proposal_id = NEW.proposal_id
    ) THEN
        RAISE EXCEPTION 'judge % declared a tie to proposal %', NEW.judge_id, NEW.proposal_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_is_free_of_declared_ties BEFORE INSERT OR UPDATE ON judging_assignment
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_tied_assignment();
"""
LET_TIED = """
DROP TRIGGER assignment_is_free_of_declared_ties ON judging_assignment;
DROP FUNCTION kipp_refuse_tied_assignment();
"""


class Migration(migrations.Migration):
    dependencies = [("judging", "0001_tables"), ("judging", "0002_triggers")]
    operations = [
        migrations.CreateModel(
            name="Panelist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("max_load", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_away", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panelist", to="competition.appointment"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(REFUSE_TIED, LET_TIED),
    ]
