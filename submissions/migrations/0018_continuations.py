"""What institutions say each year of their innovations, and the newest of it on the innovation itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.guards import keep

WORDS = [("CONTINUES", "Berlanjut"), ("DEVELOPED", "Dikembangkan"), ("STOPPED", "Berhenti")]
# The newest year's counts, and of one year what was said last.
CARRIED = """
CREATE FUNCTION kipp_carry_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE submissions_innovation SET status = NEW.status, status_year = NEW.year
    WHERE id = NEW.innovation_id AND coalesce(status_year, 0) <= NEW.year;
    RETURN NULL;
END $$;
CREATE TRIGGER continuation_is_carried AFTER INSERT ON submissions_continuation
    FOR EACH ROW EXECUTE FUNCTION kipp_carry_status();
"""
DROP_CARRIED = "DROP TRIGGER continuation_is_carried ON submissions_continuation; DROP FUNCTION kipp_carry_status();"


def refers(to: str, name: str = "+", on_delete: object = django.db.models.deletion.PROTECT) -> models.ForeignKey:
    """Return a column that names a row."""
    return models.ForeignKey(on_delete=on_delete, related_name=name, to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0023_clock_path"),
        ("submissions", "0017_shared_materials"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.AddField(
                "innovation", "status", models.CharField(blank=True, choices=WORDS, db_default="", default="", max_length=10)
            ),
            migrations.AddField("innovation", "status_year", models.PositiveSmallIntegerField(blank=True, null=True)),
            migrations.AddConstraint(
                "innovation",
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("status", ""), ("status_year", None)),
                        models.Q(("status__in", ["CONTINUES", "DEVELOPED", "STOPPED"]), ("status_year__isnull", False)),
                        _connector="OR",
                    ),
                    name="innovation_status_has_its_year",
                ),
            ),
            migrations.CreateModel(
                name="Continuation",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("year", models.PositiveSmallIntegerField()),
                    ("status", models.CharField(choices=WORDS, max_length=10)),
                    ("evidence", models.TextField(blank=True)),
                    ("link", models.URLField(blank=True, max_length=500)),
                    ("reason", models.TextField(blank=True)),
                    ("said_at", models.DateTimeField()),
                    ("innovation", refers("submissions.innovation", "continuations")),
                    ("institution", refers("competition.institution")),
                    ("said_by", refers(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "ordering": ("-year", "-pk"),
                    "indexes": [models.Index(fields=["innovation", "-year", "-id"], name="continuation_newest")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("status__in", ["CONTINUES", "DEVELOPED", "STOPPED"])),
                            name="continuation_status_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="continuation_year_is_one"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "STOPPED"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="continuation_stopped_for_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ContinuationAsk",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("year", models.PositiveSmallIntegerField()),
                    ("asked_at", models.DateTimeField()),
                    ("reminded_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "innovation",
                        refers("submissions.innovation", "continuation_asks", django.db.models.deletion.CASCADE),
                    ),
                    ("institution", refers("competition.institution")),
                ],
                options={
                    "ordering": ("-year", "pk"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("reminded_at", None)),
                            fields=["year", "asked_at"],
                            name="continuation_to_remind",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("innovation", "year"), name="continuation_asked_once_a_year")
                    ],
                },
            ),
        ),
        keep("submissions_continuation"),
        migrations.RunSQL(CARRIED, DROP_CARRIED),
    ]
