"""The coaching of drafts: one at a time for each, who coached stays known, and what a coach remarked stays as it was written."""

from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.codes import new_code
from competition.guards import moves

# What was asked and who coached stays; what is over does not change. It goes with a draft that was never sent.
KEPT = """
CREATE FUNCTION kipp_keep_coaching() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,state_since,until,coach_id,given_by_id,given_at,ending,ended_by_id,reason}';
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('kipp.retention', true) = 'on' AND NOT EXISTS (
        SELECT 1 FROM submissions_submission WHERE proposal_id = OLD.proposal_id
    ) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE'
        AND to_jsonb(OLD) - later = to_jsonb(NEW) - later
        AND (OLD.coach_id IS NULL OR (OLD.coach_id, OLD.given_by_id, OLD.given_at) = (NEW.coach_id, NEW.given_by_id, NEW.given_at))
        AND (OLD.state IN ('ASKED', 'GIVEN') OR to_jsonb(OLD) = to_jsonb(NEW))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER coaching_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_coaching
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_coaching();
CREATE FUNCTION kipp_keep_coaching_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('kipp.retention', true) = 'on' AND NOT EXISTS (
        SELECT 1 FROM submissions_submission sent JOIN submissions_coaching one ON one.proposal_id = sent.proposal_id
        WHERE one.id = OLD.coaching_id
    ) THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.done_at IS NULL
        AND to_jsonb(OLD) - '{done_by_id,done_at}'::text[] = to_jsonb(NEW) - '{done_by_id,done_at}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER coaching_comment_keeps_its_words BEFORE UPDATE OR DELETE ON submissions_coachingcomment
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_coaching_comment();
"""
DROP_KEPT = """
DROP TRIGGER coaching_comment_keeps_its_words ON submissions_coachingcomment;
DROP FUNCTION kipp_keep_coaching_comment();
DROP TRIGGER coaching_keeps_its_facts ON submissions_coaching;
DROP FUNCTION kipp_keep_coaching();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0023_clock_path"),
        ("submissions", "0014_catalogue_in_turn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Coaching",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                    ("wish", models.TextField(blank=True)),
                    ("asked_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ASKED", "Menunggu pelatih"),
                                ("GIVEN", "Sedang dibimbing"),
                                ("REFUSED", "Tidak dapat dilayani"),
                                ("ENDED", "Bimbingan berakhir"),
                            ],
                            default="ASKED",
                            max_length=8,
                        ),
                    ),
                    ("state_since", models.DateTimeField()),
                    ("until", models.DateTimeField()),
                    ("given_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "ending",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("TEAM", "Diakhiri tim instansi"),
                                ("COACH", "Diakhiri pelatih"),
                                ("SENT", "Proposal dikirim"),
                                ("OVER", "Masa bimbingan habis"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("reason", models.TextField(blank=True)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "coach",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="coachings",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "given_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="coachings", to="submissions.proposal"
                        ),
                    ),
                ],
                options={
                    "ordering": ("asked_at", "pk"),
                    "indexes": [models.Index(fields=["coach", "state"], name="coaching_of_coach")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["ASKED", "GIVEN", "REFUSED", "ENDED"])),
                            name="coaching_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("until__gte", models.F("asked_at"))), name="coaching_ends_after_it_began"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("coach", None), ("given_at", None), ("given_by", None)),
                                models.Q(("coach__isnull", False), ("given_at__isnull", False), ("given_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="coaching_is_somebodys",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    models.Q(("state", "GIVEN"), _negated=True), ("coach__isnull", False), _connector="OR"
                                ),
                                models.Q(
                                    models.Q(("state__in", ("ASKED", "REFUSED")), _negated=True),
                                    ("coach", None),
                                    _connector="OR",
                                ),
                            ),
                            name="coaching_given_has_its_coach",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "REFUSED"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="coaching_refusal_has_its_reason",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state", "ENDED"), ("ending", ""), _connector="XOR"),
                            name="coaching_ended_says_why",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("ASKED", "GIVEN"))),
                            fields=("proposal",),
                            name="coaching_one_per_draft",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CoachingComment",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                    ("text", models.TextField()),
                    ("written_at", models.DateTimeField()),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "coaching",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="submissions.coaching"
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
                        "question",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="competition.question",
                        ),
                    ),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("written_at", "pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True), name="coaching_comment_has_words"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("done_at", None), ("done_by", None)),
                                models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="coaching_comment_done_by_somebody",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReadinessTick",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("side", models.CharField(choices=[("TEAM", "Tim instansi"), ("COACH", "Pelatih")], max_length=5)),
                    ("key", models.CharField(max_length=12)),
                    ("ticked_at", models.DateTimeField()),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="readiness", to="submissions.proposal"
                        ),
                    ),
                    (
                        "ticked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("pk",),
                    "constraints": [
                        models.UniqueConstraint(fields=("proposal", "side", "key"), name="readiness_tick_once"),
                        models.CheckConstraint(
                            condition=models.Q(("side__in", ["TEAM", "COACH"])), name="readiness_side_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "key__in",
                                    (
                                        "masalah",
                                        "beda",
                                        "asal",
                                        "angka",
                                        "biaya",
                                        "penerima",
                                        "bukti",
                                        "program",
                                        "anggaran",
                                        "tupoksi",
                                        "hukum",
                                    ),
                                )
                            ),
                            name="readiness_point_is_known",
                        ),
                    ],
                },
            ),
        ),
        moves("submissions_coaching", "ASKED>GIVEN", "ASKED>REFUSED", "ASKED>ENDED", "GIVEN>ENDED"),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
