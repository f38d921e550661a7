"""What is done about readers who are far apart; and the database holds it too: nothing said is unsaid, nothing is added after the end,
a sheet agreed on is agreed on by every reader whose own sheet counts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes
from competition.at_once import AtOnce
from competition.guards import keep, moves

OPEN_ONLY = """
CREATE FUNCTION kipp_refuse_after_discussion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM judging_discussion WHERE id = NEW.discussion_id AND state = 'OPEN') THEN
        RAISE EXCEPTION 'discussion % is not open', NEW.discussion_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remark_of_open_discussion BEFORE INSERT ON judging_remark
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_after_discussion();
CREATE TRIGGER joint_sheet_of_open_discussion BEFORE INSERT ON judging_jointsheet
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_after_discussion();
CREATE FUNCTION kipp_refuse_mark_of_agreed_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM judging_agreement WHERE sheet_id = NEW.sheet_id) THEN
        RAISE EXCEPTION 'joint sheet % was agreed to', NEW.sheet_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER joint_mark_before_agreement BEFORE INSERT ON judging_jointmark
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_mark_of_agreed_sheet();
CREATE FUNCTION kipp_refuse_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM judging_jointsheet sheet
        JOIN judging_discussion discussion ON discussion.id = sheet.discussion_id AND discussion.state = 'OPEN'
        JOIN judging_assignment reader ON reader.id = NEW.reader_id AND reader.round_id = discussion.round_id
            AND reader.proposal_id = discussion.proposal_id AND reader.state = 'ACCEPTED'
        JOIN judging_scoresheet own ON own.assignment_id = reader.id AND own.state = 'LOCKED'
        WHERE sheet.id = NEW.sheet_id AND NOT EXISTS (
            SELECT 1 FROM judging_jointsheet later
            WHERE later.discussion_id = sheet.discussion_id AND later.version > sheet.version
        )
    ) THEN
        RAISE EXCEPTION 'reader % cannot agree to joint sheet %', NEW.reader_id, NEW.sheet_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreement_to_last_version BEFORE INSERT ON judging_agreement
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_agreement();
CREATE FUNCTION kipp_check_discussion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('SEALED', 'ENDED') THEN
        RAISE EXCEPTION 'discussion % is over', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'SEALED' AND (
        2 > (SELECT count(*) FROM judging_agreement yes JOIN judging_jointsheet sheet ON sheet.id = yes.sheet_id
             WHERE sheet.discussion_id = NEW.id AND sheet.version = (
                SELECT max(version) FROM judging_jointsheet WHERE discussion_id = NEW.id))
        OR EXISTS (
            SELECT 1 FROM judging_assignment reader
            JOIN judging_scoresheet own ON own.assignment_id = reader.id AND own.state = 'LOCKED'
            WHERE reader.round_id = NEW.round_id AND reader.proposal_id = NEW.proposal_id AND reader.state = 'ACCEPTED'
            AND NOT EXISTS (
                SELECT 1 FROM judging_agreement yes JOIN judging_jointsheet sheet ON sheet.id = yes.sheet_id
                WHERE yes.reader_id = reader.id AND sheet.discussion_id = NEW.id AND sheet.version = (
                    SELECT max(version) FROM judging_jointsheet WHERE discussion_id = NEW.id)))
    ) THEN
        RAISE EXCEPTION 'not every reader of discussion % agreed', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER discussion_is_over_once BEFORE UPDATE OR DELETE ON judging_discussion
    FOR EACH ROW EXECUTE FUNCTION kipp_check_discussion();
"""
DROP_OPEN_ONLY = """
DROP TRIGGER discussion_is_over_once ON judging_discussion;
DROP FUNCTION kipp_check_discussion();
DROP TRIGGER agreement_to_last_version ON judging_agreement;
DROP FUNCTION kipp_refuse_agreement();
DROP TRIGGER joint_mark_before_agreement ON judging_jointmark;
DROP FUNCTION kipp_refuse_mark_of_agreed_sheet();
DROP TRIGGER joint_sheet_of_open_discussion ON judging_jointsheet;
DROP TRIGGER remark_of_open_discussion ON judging_remark;
DROP FUNCTION kipp_refuse_after_discussion();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0014_disputes"),
        ("judging", "0004_training"),
        ("submissions", "0005_correction_rounds"),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Discussion",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OPEN", "Sedang dibahas"),
                                ("THIRD", "Dibaca satu penilai lagi"),
                                ("SEALED", "Disepakati"),
                                ("ENDED", "Nilai dibiarkan"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("due_at", models.DateTimeField(blank=True, null=True)),
                    ("reason", models.TextField(blank=True)),
                    ("decided_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("ending", models.TextField(blank=True)),
                    ("sealed_at", models.DateTimeField(blank=True, null=True)),
                    ("seal", models.CharField(blank=True, max_length=64)),
                    ("salt", models.CharField(blank=True, max_length=64)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        "lead",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="judging.assignment",
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="discussions", to="submissions.proposal"
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="discussions", to="competition.round"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("round", "proposal"), name="discussion_once_per_round_and_proposal"),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["OPEN", "THIRD", "SEALED", "ENDED"])),
                            name="discussion_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("OPEN", "SEALED")), _negated=True),
                                models.Q(("due_at__isnull", False), ("lead__isnull", False)),
                                _connector="OR",
                            ),
                            name="discussion_has_a_lead_and_an_end",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("sealed_at__isnull", False), ("state", "SEALED")),
                                models.Q(models.Q(("state", "SEALED"), _negated=True), ("sealed_at", None)),
                                _connector="OR",
                            ),
                            name="discussion_seal_comes_with_its_state",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("state", "ENDED")),
                                models.Q(models.Q(("state", "ENDED"), _negated=True), ("ended_at", None), ("ended_by", None)),
                                _connector="OR",
                            ),
                            name="discussion_end_has_its_person",
                        ),
                    ]
                },
            ),
            migrations.CreateModel(
                name="JointSheet",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("version", models.PositiveIntegerField()),
                    ("sheet_version", models.PositiveIntegerField()),
                    ("at", models.DateTimeField()),
                    (
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="judging.discussion"
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="judging.assignment"
                        ),
                    ),
                ],
                options={
                    "ordering": ("version",),
                    "constraints": [
                        models.UniqueConstraint(fields=("discussion", "version"), name="joint_sheet_once_per_version")
                    ],
                },
            ),
            migrations.CreateModel(
                name="JointMark",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("points", models.DecimalField(decimal_places=2, max_digits=5)),
                    ("reason", models.TextField()),
                    (
                        "criterion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competition.criterion"
                        ),
                    ),
                    (
                        "level",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competition.level"
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="judging.jointsheet"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("sheet", "criterion"), name="joint_mark_once_per_criterion"),
                        models.CheckConstraint(
                            condition=models.Q(("points__gte", 0), ("points__lte", 100)), name="joint_mark_points_on_the_scale"
                        ),
                    ]
                },
            ),
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("at", models.DateTimeField()),
                    (
                        "reader",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="judging.assignment"
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="judging.jointsheet"
                        ),
                    ),
                ],
                options={
                    "ordering": ("at", "id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("sheet", "reader"), name="agreement_once_per_sheet_and_reader")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Remark",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("text", models.TextField()),
                    ("at", models.DateTimeField()),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="judging.assignment"
                        ),
                    ),
                    (
                        "discussion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="judging.discussion"
                        ),
                    ),
                ],
                options={
                    "ordering": ("at", "id"),
                },
            ),
        ),
        moves("judging_discussion", "OPEN>SEALED", "OPEN>ENDED", "THIRD>ENDED"),
        *(keep(f"judging_{table}") for table in ("remark", "jointsheet", "jointmark", "agreement")),
        migrations.RunSQL(OPEN_ONLY, DROP_OPEN_ONLY),
    ]
