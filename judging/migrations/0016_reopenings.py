"""A ranking has versions, and one in force; the database holds that only two people reopen it, and never under a public list."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.guards import keep, moves

IN_FORCE = "SET CONSTRAINTS ALL IMMEDIATE; UPDATE judging_ranking SET in_force_id = round_id; SET CONSTRAINTS ALL DEFERRED;"
GUARD = """
CREATE FUNCTION kipp_keep_ranking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.in_force_id IS NOT NULL AND NEW.in_force_id IS NULL
        AND to_jsonb(NEW) - 'in_force_id' = to_jsonb(OLD) - 'in_force_id'
        AND EXISTS (SELECT 1 FROM judging_reopening WHERE ranking_id = OLD.id AND state = 'DONE')
        AND NOT EXISTS (SELECT 1 FROM judging_selection WHERE ranking_id = OLD.id AND state = 'PUBLISHED')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'ranking % is frozen', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ranking_is_frozen BEFORE UPDATE OR DELETE ON judging_ranking
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_ranking();
CREATE FUNCTION kipp_keep_list_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM judging_ranking WHERE id = NEW.ranking_id AND in_force_id IS NULL)
        OR EXISTS (SELECT 1 FROM judging_reopening WHERE ranking_id = NEW.ranking_id AND state IN ('PROPOSED', 'CONFIRMED'))
    THEN
        RAISE EXCEPTION 'ranking % is being reopened', NEW.ranking_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER selection_of_ranking_in_force BEFORE INSERT OR UPDATE ON judging_selection
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_list_closed();
"""
UNGUARD = """
DROP TRIGGER selection_of_ranking_in_force ON judging_selection;
DROP FUNCTION kipp_keep_list_closed();
DROP TRIGGER ranking_is_frozen ON judging_ranking;
DROP FUNCTION kipp_keep_ranking();
"""
KEEP = keep("judging_ranking")
# What guarded a ranking until now, taken away.
DROP_KEEP = migrations.RunSQL(KEEP.reverse_sql, KEEP.sql)


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0023_clock_path"),
        ("judging", "0015_small_photos"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        DROP_KEEP,
        AtOnce(
            migrations.AlterField(
                model_name="ranking",
                name="round",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="rankings", to="competition.round"
                ),
            ),
            migrations.AddField(
                model_name="ranking",
                name="in_force",
                field=models.OneToOneField(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="ranking",
                    to="competition.round",
                ),
            ),
            migrations.AddField(
                model_name="ranking",
                name="version",
                field=models.PositiveSmallIntegerField(default=1),
            ),
            migrations.CreateModel(
                name="Reopening",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("PROPOSED", "Menunggu pengesahan"),
                                ("CONFIRMED", "Disahkan"),
                                ("STOPPED", "Dihentikan"),
                                ("DONE", "Dibuka kembali"),
                            ],
                            default="PROPOSED",
                            max_length=9,
                        ),
                    ),
                    ("reason", models.TextField()),
                    ("proposed_at", models.DateTimeField()),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("due_at", models.DateTimeField(blank=True, null=True)),
                    ("stopped_at", models.DateTimeField(blank=True, null=True)),
                    ("stop_reason", models.TextField(blank=True)),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "stopped_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "done_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ranking",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="judging.ranking"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["PROPOSED", "CONFIRMED", "STOPPED", "DONE"])),
                            name="reopening_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("confirmed_by", None),
                                models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="reopening_two_people_agree",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("CONFIRMED", "DONE")), _negated=True),
                                models.Q(
                                    ("confirmed_at__isnull", False), ("confirmed_by__isnull", False), ("due_at__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="reopening_opens_by_two",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "DONE"), _negated=True),
                                models.Q(("done_at__gte", models.F("due_at")), ("done_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="reopening_opens_after_its_delay",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["CONFIRMED", "PROPOSED"])),
                            fields=("ranking",),
                            name="reopening_one_stands_per_ranking",
                        ),
                    ]
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="ranking",
            constraint=models.UniqueConstraint(fields=("round", "version"), name="ranking_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="ranking",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force", None), ("in_force", models.F("round")), _connector="OR"),
                name="ranking_in_force_in_its_own_round",
            ),
        ),
        migrations.RunSQL(IN_FORCE, migrations.RunSQL.noop),
        moves("judging_reopening", "PROPOSED>CONFIRMED", "PROPOSED>STOPPED", "CONFIRMED>STOPPED", "CONFIRMED>DONE"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
