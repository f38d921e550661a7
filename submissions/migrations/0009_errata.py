"""Versions of published lists, and the errata between them: of an erratum only the decision is written later, once, and what a
version no longer has stays as it was. A list that was opened stays open."""

from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.codes import new_code
from competition.guards import moves

KEPT = """
CREATE FUNCTION kipp_keep_erratum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,decided_by_id,decided_at,version}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.decided_at IS NULL AND to_jsonb(OLD) - later = to_jsonb(NEW) - later THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER erratum_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_erratum
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_erratum();
CREATE FUNCTION kipp_keep_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.until IS NULL
        AND (OLD.publication_id, OLD.proposal_id, OLD.since) = (NEW.publication_id, NEW.proposal_id, NEW.since)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its versions: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER outcome_keeps_its_versions BEFORE UPDATE OR DELETE ON submissions_outcome
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_outcome();
"""
DROP_KEPT = """
DROP TRIGGER outcome_keeps_its_versions ON submissions_outcome;
DROP FUNCTION kipp_keep_outcome();
DROP TRIGGER erratum_keeps_its_facts ON submissions_erratum;
DROP FUNCTION kipp_keep_erratum();
"""
# A publication was always written in the act of opening it.
OPENED = "UPDATE submissions_publication SET opened_at = published_at"


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0008_decrees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Erratum",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("WORDS", "Perbaikan tulisan"),
                                ("REMOVED", "Entri dicoret"),
                                ("ADDED", "Entri ditambahkan"),
                            ],
                            max_length=7,
                        ),
                    ),
                    ("words", models.JSONField(blank=True, default=dict)),
                    ("reason", models.TextField()),
                    ("version", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[("PROPOSED", "Menunggu pengesahan"), ("CONFIRMED", "Berlaku"), ("DROPPED", "Dibatalkan")],
                            default="PROPOSED",
                            max_length=9,
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "outcome",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="errata",
                            to="submissions.outcome",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="errata", to="submissions.publication"
                        ),
                    ),
                    (
                        "successor",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="errata",
                            to="submissions.proposal",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-proposed_at", "-pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["PROPOSED", "CONFIRMED", "DROPPED"])),
                            name="erratum_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True), name="erratum_has_its_reason"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind", "WORDS"),
                                    ("outcome__isnull", False),
                                    ("successor", None),
                                    models.Q(("words", {}), _negated=True),
                                ),
                                models.Q(("kind", "REMOVED"), ("outcome__isnull", False), ("words", {})),
                                models.Q(("kind", "ADDED"), ("outcome", None), ("successor__isnull", False), ("words", {})),
                                _connector="OR",
                            ),
                            name="erratum_says_what_it_does",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("state", "PROPOSED")),
                                models.Q(
                                    models.Q(("state", "PROPOSED"), _negated=True),
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="erratum_decided_has_its_person",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "CONFIRMED"), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="erratum_two_people_confirm",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "CONFIRMED"), ("version__gte", 2), ("version__isnull", False)),
                                models.Q(models.Q(("state", "CONFIRMED"), _negated=True), ("version", None)),
                                _connector="OR",
                            ),
                            name="erratum_confirmed_makes_a_version",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "PROPOSED")), fields=("publication",), name="erratum_waits_once"
                        ),
                        models.UniqueConstraint(fields=("publication", "version"), name="erratum_once_per_version"),
                    ],
                },
            ),
            migrations.RemoveConstraint(
                model_name="outcome",
                name="outcome_once_per_publication",
            ),
            migrations.AddField(
                model_name="outcome",
                name="since",
                field=models.PositiveSmallIntegerField(default=1),
            ),
            migrations.AddField(
                model_name="outcome",
                name="until",
                field=models.PositiveSmallIntegerField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name="publication",
                name="opened_at",
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name="publication",
                name="version",
                field=models.PositiveSmallIntegerField(default=1),
            ),
            migrations.AddConstraint(
                model_name="outcome",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("until", None)), fields=("publication", "proposal"), name="outcome_once_per_publication"
                ),
            ),
            migrations.AddConstraint(
                model_name="outcome",
                constraint=models.CheckConstraint(
                    condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                    name="outcome_ends_after_it_began",
                ),
            ),
            migrations.AddConstraint(
                model_name="publication",
                constraint=models.CheckConstraint(
                    condition=models.Q(("opened_at", None), ("opened_at__gte", models.F("published_at")), _connector="OR"),
                    name="publication_opens_at_its_instant",
                ),
            ),
            migrations.AddConstraint(
                model_name="publication",
                constraint=models.CheckConstraint(
                    condition=models.Q(("version__gte", 1)), name="publication_begins_with_version_one"
                ),
            ),
        ),
        moves("submissions_erratum", "PROPOSED>CONFIRMED", "PROPOSED>DROPPED"),
        migrations.RunSQL(KEPT, DROP_KEPT),
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
    ]
