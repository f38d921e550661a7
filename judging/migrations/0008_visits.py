"""Visits to proposals where they are at work; the database holds who may go, whose yes ends one, and that what has ended stays."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes
from competition.at_once import AtOnce
from competition.guards import moves

GUARDS = """
CREATE FUNCTION kipp_check_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'PLANNED' THEN
        RAISE EXCEPTION 'visit % has ended', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'DONE' AND (
        EXISTS (SELECT 1 FROM judging_visitmember
                WHERE visit_id = NEW.id AND confirmed_version IS DISTINCT FROM NEW.version)
        OR 2 <> (SELECT count(DISTINCT seat) FROM judging_visitmember WHERE visit_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'visit % lacks a yes of its team', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER visit_ends_with_its_team BEFORE UPDATE OR DELETE ON judging_visit
    FOR EACH ROW EXECUTE FUNCTION kipp_check_visit();
CREATE FUNCTION kipp_refuse_ended_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM judging_visit WHERE id IN (NEW.visit_id, OLD.visit_id) AND state <> 'PLANNED') THEN
        RAISE EXCEPTION 'visit % has ended', COALESCE(NEW.visit_id, OLD.visit_id)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER member_of_ended_visit BEFORE INSERT OR UPDATE OR DELETE ON judging_visitmember
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_ended_visit();
CREATE TRIGGER finding_of_ended_visit BEFORE INSERT OR UPDATE OR DELETE ON judging_finding
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_ended_visit();
CREATE TRIGGER photo_of_ended_visit BEFORE INSERT OR UPDATE OR DELETE ON judging_visitphoto
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_ended_visit();
CREATE FUNCTION kipp_refuse_tied_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM judging_conflict JOIN judging_visit ON judging_visit.id = NEW.visit_id
        WHERE judging_conflict.judge_id = NEW.person_id AND judging_conflict.proposal_id = judging_visit.proposal_id
    ) THEN
        RAISE EXCEPTION 'judge % declared a tie to the proposal of visit %', NEW.person_id, NEW.visit_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER member_is_free_of_declared_ties BEFORE INSERT OR UPDATE ON judging_visitmember
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_tied_member();
"""
DROP_GUARDS = """
DROP TRIGGER member_is_free_of_declared_ties ON judging_visitmember;
DROP FUNCTION kipp_refuse_tied_member();
DROP TRIGGER photo_of_ended_visit ON judging_visitphoto;
DROP TRIGGER finding_of_ended_visit ON judging_finding;
DROP TRIGGER member_of_ended_visit ON judging_visitmember;
DROP FUNCTION kipp_refuse_ended_visit();
DROP TRIGGER visit_ends_with_its_team ON judging_visit;
DROP FUNCTION kipp_check_visit();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0009_correction_days"),
        ("judging", "0007_interviews"),
        ("submissions", "0005_correction_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Visit",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    ("place", models.CharField(max_length=200)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    (
                        "state",
                        models.CharField(
                            choices=[("PLANNED", "Direncanakan"), ("DONE", "Selesai"), ("CANCELLED", "Dibatalkan")],
                            default="PLANNED",
                            max_length=9,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("spoken_to", models.TextField(blank=True)),
                    ("receipt_hash", models.CharField(blank=True, max_length=64)),
                    ("salt", models.CharField(blank=True, max_length=64)),
                    ("planned_at", models.DateTimeField()),
                    ("changed_at", models.DateTimeField()),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "planned_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="submissions.proposal"
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="competition.round"
                        ),
                    ),
                ],
                options={
                    "ordering": ("starts_on", "id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["PLANNED", "DONE", "CANCELLED"])), name="visit_state_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="visit_days_are_in_order"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("done_at__isnull", False), ("state", "DONE"), models.Q(("receipt_hash", ""), _negated=True)
                                ),
                                models.Q(models.Q(("state", "DONE"), _negated=True), ("done_at", None), ("receipt_hash", "")),
                                _connector="OR",
                            ),
                            name="visit_receipt_comes_with_the_end",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "CANCELLED"), _negated=True),
                            fields=("round", "proposal"),
                            name="visit_once_per_round_and_proposal",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Finding",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "ask",
                        models.CharField(
                            choices=[
                                ("APPLIED", "Apakah inovasi ini benar-benar diterapkan?"),
                                ("FELT", "Apakah masyarakat merasakan manfaatnya?"),
                                ("REPLICABLE", "Apakah inovasi ini dapat direplikasi di tempat lain?"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "answer",
                        models.CharField(
                            blank=True, choices=[("YES", "Ya"), ("PARTLY", "Sebagian"), ("NO", "Tidak")], max_length=6
                        ),
                    ),
                    ("seen", models.TextField(blank=True)),
                    (
                        "visit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="judging.visit"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("visit", "ask"), name="finding_once_per_question"),
                        models.CheckConstraint(
                            condition=models.Q(("ask__in", ["APPLIED", "FELT", "REPLICABLE"])), name="finding_question_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("answer__in", ["", "YES", "PARTLY", "NO"])), name="finding_answer_is_known"
                        ),
                    ]
                },
            ),
            migrations.CreateModel(
                name="VisitMember",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("seat", models.CharField(choices=[("PANELIST", "Panelis"), ("EVALUATOR", "Evaluator")], max_length=9)),
                    ("statement", models.TextField(blank=True)),
                    ("confirmed_version", models.PositiveIntegerField(blank=True, null=True)),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="visits", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "visit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="members", to="judging.visit"
                        ),
                    ),
                ],
                options={
                    "ordering": ("seat", "person__name", "id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("visit", "person"), name="visit_member_once_per_visit"),
                        models.CheckConstraint(
                            condition=models.Q(("seat__in", ["PANELIST", "EVALUATOR"])), name="visit_member_seat_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at", None), ("confirmed_version", None)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_version__isnull", False)),
                                _connector="OR",
                            ),
                            name="visit_member_yes_is_to_a_version",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VisitPhoto",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    ("name", models.CharField(max_length=120)),
                    ("kind", models.CharField(max_length=3)),
                    ("sha256", models.CharField(max_length=64)),
                    ("stored", models.CharField(max_length=100)),
                    ("stored_sha256", models.CharField(max_length=64)),
                    (
                        "place",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.DecimalField(decimal_places=6, max_digits=9), blank=True, null=True, size=2
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "taken_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "visit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="judging.visit"
                        ),
                    ),
                ],
                options={
                    "ordering": ("added_at", "id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("visit", "sha256"), name="visit_photo_once_per_visit"),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ("JPG", "PNG"))), name="visit_photo_is_a_picture"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("place", None), ("place__len", 2), _connector="OR"),
                            name="visit_photo_place_is_two_numbers",
                        ),
                    ],
                },
            ),
        ),
        moves("judging_visit", "PLANNED>DONE", "PLANNED>CANCELLED"),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
    ]
