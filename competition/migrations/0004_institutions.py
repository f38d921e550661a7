"""Institutions' history and verification."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import competition.codes

# Written once, never changed.
APPEND_ONLY = ("institutionname", "institutionchange", "institutionlink")
MOVES = "CREATE TRIGGER admission_moves BEFORE UPDATE ON competition_admission FOR EACH ROW EXECUTE FUNCTION kipp_check_move('WAITING>VERIFIED', 'WAITING>REFUSED')"
# With the check that only a BUMD has a parent, this leaves two levels and no circle.
PARENT = """
CREATE FUNCTION kipp_check_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM competition_institution
        WHERE id = NEW.parent_id AND kind IN ('PROVINCE', 'REGENCY', 'CITY')
    ) THEN
        RAISE EXCEPTION 'institution %: its parent is no local government', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER institution_parent_is_a_government AFTER INSERT OR UPDATE OF parent_id ON competition_institution
    FOR EACH ROW EXECUTE FUNCTION kipp_check_parent();
"""
DROP_PARENT = "DROP TRIGGER institution_parent_is_a_government ON competition_institution; DROP FUNCTION kipp_check_parent();"


def guard(table: str) -> migrations.RunSQL:
    """Return the operation that makes a table append-only."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON competition_{table}"
        " FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
        f"DROP TRIGGER {table}_is_append_only ON competition_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("competition", "0003_people")]
    operations = [
        migrations.CreateModel(
            name="InstitutionName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former_names", to="competition.institution"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
            ],
            options={
                "ordering": ("valid_from",),
            },
        ),
        migrations.CreateModel(
            name="InstitutionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="competition.institution"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RENAMED", "Berganti nama"),
                            ("SPLIT", "Dipecah"),
                            ("MERGED", "Digabung"),
                            ("CLOSED", "Ditutup"),
                            ("MOVED", "Pindah induk"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("letter_number", models.CharField(max_length=80)),
                ("reason", models.TextField()),
                ("before", models.CharField(blank=True, max_length=200)),
                ("after", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.CreateModel(
            name="InstitutionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="competition.institutionchange"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor_links",
                        to="competition.institution",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessor_links",
                        to="competition.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="admissions",
                        to="competition.institution",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="competition.region",
                    ),
                ),
                ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MINISTRY", "Kementerian"),
                            ("AGENCY", "Lembaga"),
                            ("PROVINCE", "Pemerintah provinsi"),
                            ("REGENCY", "Pemerintah kabupaten"),
                            ("CITY", "Pemerintah kota"),
                            ("BUMN", "BUMN"),
                            ("BUMD", "BUMD"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                ("contact_name", models.CharField(max_length=150)),
                ("contact_position", models.CharField(max_length=150)),
                ("contact_email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="id", max_length=2)),
                ("letter_name", models.CharField(max_length=120)),
                ("letter_type", models.CharField(max_length=4)),
                ("letter_size", models.PositiveIntegerField()),
                ("letter_sha256", models.CharField(max_length=64)),
                ("letter_path", models.CharField(max_length=100, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "Menunggu"), ("VERIFIED", "Diverifikasi"), ("REFUSED", "Ditolak")],
                        default="WAITING",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("filed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("filed_at", "id"),
            },
        ),
        migrations.AddField(
            model_name="unit",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", None), ("kind", "BUMD"), _connector="OR"), name="institution_parent_is_of_a_bumd"
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                models.F("kind"),
                models.F("region"),
                condition=models.Q(("valid_until", None)),
                name="institution_name_once_per_region",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recipient", None)), fields=("entry", "address"), name="notice_once_per_event_and_address"
            ),
        ),
        migrations.AddIndex(
            model_name="admission",
            index=models.Index(fields=["state", "filed_at"], name="admission_waiting"),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["WAITING", "VERIFIED", "REFUSED"])), name="admission_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "WAITING")),
                    models.Q(
                        models.Q(("state", "WAITING"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="admission_decided_has_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "VERIFIED"), _negated=True), ("institution__isnull", False), _connector="OR"
                ),
                name="admission_verified_has_an_institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "REFUSED"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="admission_refused_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "WAITING")),
                fields=("name_key", "kind", "region", "contact_email"),
                name="admission_waits_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["RENAMED", "SPLIT", "MERGED", "CLOSED", "MOVED"])),
                name="institution_change_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionchange",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("letter_number", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                name="institution_change_has_its_letter_and_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "CLOSED")), fields=("institution",), name="institution_is_closed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionlink",
            constraint=models.UniqueConstraint(fields=("change", "predecessor", "successor"), name="institution_link_once"),
        ),
        migrations.AddConstraint(
            model_name="institutionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                name="institution_does_not_succeed_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionname",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))), name="institution_name_period_is_real"
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionname",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            "institution",
                            "institution",
                            models.Value("[]"),
                            function="int8range",
                            output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            "valid_from",
                            "valid_until",
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="institution_names_do_not_overlap",
            ),
        ),
        migrations.RunSQL(MOVES, "DROP TRIGGER admission_moves ON competition_admission"),
        migrations.RunSQL(PARENT, DROP_PARENT),
        *(guard(table) for table in APPEND_ONLY),
    ]
