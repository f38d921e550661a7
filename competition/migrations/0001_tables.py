"""The tables of the frame: people, institutions, appointments, an edition's rules, the audit, letters."""

import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import competition.codes
import competition.models.audit
from competition.at_once import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("competition", "0028_conflict_rules"),
        ("competition", "0003_people"),
        ("competition", "0004_institutions"),
        ("competition", "0005_appointments"),
        ("competition", "0006_audit_chain"),
        ("competition", "0007_signing"),
        ("competition", "0008_personal_data"),
        ("competition", "0009_writing"),
        ("competition", "0010_personal_data"),
        ("competition", "0011_extensions"),
        ("competition", "0012_office"),
        ("competition", "0013_conditions"),
        ("competition", "0014_unit_moves"),
        ("competition", "0015_category_guide"),
        ("competition", "0016_rules_stamp"),
        ("competition", "0017_parked_forms"),
        ("competition", "0018_files"),
        ("competition", "0019_institution_extensions"),
        ("competition", "0020_tables_have_one_order"),
        ("competition", "0021_institutions_by_name"),
        ("competition", "0022_letters_may_be_held"),
        ("competition", "0023_letters_are_looked_at_once"),
        ("competition", "0024_letters_have_a_fresh_day"),
        ("competition", "0025_letter_templates"),
        ("competition", "0026_inbox"),
        ("competition", "0027_lost_letters"),
        ("competition", "0028_conflict_rules"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.BtreeGistExtension(),
        AtOnce(
            migrations.CreateModel(
                name="Heartbeat",
                fields=[
                    ("name", models.CharField(max_length=30, primary_key=True, serialize=False)),
                    ("beat_at", models.DateTimeField()),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="MailboxMail",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("message_id", models.CharField(blank=True, max_length=200)),
                    ("sender", models.CharField(max_length=200)),
                    ("recipient", models.CharField(max_length=200)),
                    ("subject", models.CharField(max_length=300)),
                    ("text", models.TextField()),
                    ("received_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ("-received_at", "-id"),
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Person",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    ("email", models.EmailField(max_length=254, unique=True, verbose_name="Alamat email")),
                    ("name", models.CharField(max_length=150, verbose_name="Nama")),
                    ("language", models.CharField(default="id", max_length=2)),
                    ("is_active", models.BooleanField(default=True)),
                    ("is_staff", models.BooleanField(default=False)),
                    ("joined_at", models.DateTimeField()),
                    (
                        "groups",
                        models.ManyToManyField(
                            blank=True,
                            help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.group",
                            verbose_name="groups",
                        ),
                    ),
                    (
                        "user_permissions",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Specific permissions for this user.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.permission",
                            verbose_name="user permissions",
                        ),
                    ),
                    ("has_factor", models.BooleanField(default=False)),
                ],
                options={
                    "verbose_name": "Orang",
                    "verbose_name_plural": "Orang",
                    "ordering": ("name", "id"),
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                            name="person_email_is_lower_case",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Edition",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("year", models.PositiveSmallIntegerField(unique=True)),
                    ("name", models.CharField(max_length=200)),
                    ("theme", models.CharField(blank=True, max_length=300)),
                    ("legal_basis", models.CharField(max_length=300)),
                    ("note", models.TextField(blank=True)),
                    ("is_current", models.BooleanField(default=False)),
                    ("dates_moved_by", models.DurationField(blank=True, null=True)),
                    ("rules_version", models.PositiveIntegerField(default=1)),
                    ("rules_hash", models.CharField(max_length=64)),
                    ("loaded_at", models.DateTimeField()),
                    ("drafts_kept_months", models.PositiveSmallIntegerField(default=24)),
                    ("rules_stamp", models.BigIntegerField(default=0, editable=False)),
                    ("file_max_mb", models.PositiveSmallIntegerField(default=5)),
                    ("files_max", models.PositiveSmallIntegerField(default=10)),
                    ("files_max_mb", models.PositiveSmallIntegerField(default=25)),
                    ("asks_video", models.BooleanField(default=False)),
                    ("letters", models.JSONField(blank=True, default=list)),
                    ("conflict_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("bars_own_region", models.BooleanField(default=False)),
                    ("bars_judged_earlier", models.BooleanField(default=False)),
                ],
                options={
                    "verbose_name": "Edisi",
                    "verbose_name_plural": "Edisi",
                    "ordering": ("-year",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_current", True)), fields=("is_current",), name="edition_only_one_is_current"
                        )
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="Region",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(max_length=8)),
                    ("name", models.CharField(max_length=120)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("PROVINCE", "Provinsi"), ("REGENCY", "Kabupaten"), ("CITY", "Kota")], max_length=10
                        ),
                    ),
                    ("time_zone", models.CharField(choices=[("WIB", "WIB"), ("WITA", "WITA"), ("WIT", "WIT")], max_length=4)),
                    ("valid_from", models.DateField()),
                    ("valid_until", models.DateField(blank=True, null=True)),
                    ("source", models.CharField(max_length=300)),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="competition.region",
                        ),
                    ),
                ],
                options={
                    "ordering": ("code", "id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("code", "valid_from"), name="region_code_once_per_period"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                            ),
                            name="region_period_is_real",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AuditHead",
                fields=[
                    ("chain", models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ("position", models.PositiveBigIntegerField()),
                    ("hash", models.CharField(max_length=64)),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Tally",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("key", models.CharField(max_length=64, unique=True)),
                    ("kind", models.CharField(max_length=20)),
                    ("tries", models.PositiveIntegerField(default=0)),
                    ("last_at", models.DateTimeField(db_index=True)),
                    ("free_at", models.DateTimeField()),
                    ("good_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Category",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("code", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("description", models.TextField(blank=True)),
                    ("description_en", models.TextField(blank=True)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="categories", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("edition", "code"), name="category_code_once_per_edition")],
                },
            ),
            migrations.CreateModel(
                name="Cap",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    ("maximum", models.PositiveSmallIntegerField()),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="caps", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("edition", "kind"), name="cap_once_per_kind")],
                },
            ),
            migrations.CreateModel(
                name="AuditEntry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("event", models.CharField(max_length=60)),
                    ("person_name", models.CharField(blank=True, max_length=150)),
                    ("subject_type", models.CharField(max_length=40)),
                    ("subject_key", models.CharField(max_length=60)),
                    ("reason", models.TextField(blank=True)),
                    ("data", models.JSONField(blank=True, default=dict)),
                    ("at", models.DateTimeField()),
                    (
                        "person",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="audit_entries",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="audit_entries",
                            to="competition.edition",
                        ),
                    ),
                    ("roles", models.JSONField(blank=True, default=list)),
                    ("before", models.JSONField(blank=True, null=True)),
                    ("after", models.JSONField(blank=True, null=True)),
                    ("session", models.CharField(blank=True, max_length=32)),
                    ("content", competition.models.audit.ContentField(editable=False)),
                ],
                options={
                    "ordering": ("-id",),
                    "indexes": [
                        models.Index(fields=["subject_type", "subject_key"], name="audit_by_subject"),
                        models.Index(fields=["subject_key", "-id"], name="audit_by_subject_key"),
                        models.Index(fields=["edition", "-id"], name="audit_by_edition"),
                        models.Index(fields=["event", "-id"], name="audit_by_event"),
                        models.Index(fields=["person", "-id"], name="audit_by_person"),
                        models.Index(fields=["at"], name="audit_by_time"),
                    ],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Appointment",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("SECRETARIAT", "Sekretariat"),
                                ("ORGANISER", "Penyelenggara"),
                                ("CHAIR", "Ketua panel"),
                                ("JUDGE", "Penilai"),
                                ("COACH", "Pelatih klinik"),
                                ("AUDITOR", "Auditor"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appointments",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="competition.edition"
                        ),
                    ),
                    (
                        "appointed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("code", models.CharField(default=competition.codes.new_code, max_length=12, unique=True)),
                    ("end_reason", models.TextField(blank=True)),
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
                    ("reason", models.TextField(blank=True)),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ends_at", None)),
                            fields=("person", "edition", "role"),
                            name="appointment_role_once_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("role__in", ["SECRETARIAT", "ORGANISER", "CHAIR", "JUDGE", "COACH", "AUDITOR"])
                            ),
                            name="appointment_role_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                            name="appointment_period_is_real",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("appointed_by", None),
                                models.Q(("appointed_by", models.F("person")), _negated=True),
                                _connector="OR",
                            ),
                            name="appointment_is_not_given_to_oneself",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("approved_by", None),
                                models.Q(
                                    models.Q(("approved_by", models.F("appointed_by")), _negated=True),
                                    models.Q(("approved_by", models.F("person")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="appointment_two_people_agree",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EligibilityRules",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("min_age_months", models.PositiveSmallIntegerField(default=12)),
                    (
                        "barred_awards",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                        ),
                    ),
                    ("max_finalist_times", models.PositiveSmallIntegerField(default=2)),
                    ("unique_title", models.BooleanField(default=True)),
                    (
                        "edition",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="eligibility", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Group",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("code", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("edition", "code"), name="group_code_once_per_edition")],
                },
            ),
            migrations.CreateModel(
                name="Question",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.SlugField(max_length=40)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("section", models.CharField(max_length=120)),
                    ("section_en", models.CharField(blank=True, max_length=120)),
                    ("label", models.CharField(max_length=300)),
                    ("label_en", models.CharField(blank=True, max_length=300)),
                    ("help", models.TextField(blank=True)),
                    ("help_en", models.TextField(blank=True)),
                    ("example_good", models.TextField(blank=True)),
                    ("example_weak", models.TextField(blank=True)),
                    ("word_limit", models.PositiveSmallIntegerField()),
                    ("required", models.BooleanField(default=True)),
                    (
                        "groups",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.SlugField(max_length=30), blank=True, default=list, size=None
                        ),
                    ),
                    ("criterion_code", models.SlugField(blank=True, max_length=30)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="competition.edition"
                        ),
                    ),
                    (
                        "checklist",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                        ),
                    ),
                    (
                        "checklist_en",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                        ),
                    ),
                    ("evidence_rows", models.PositiveSmallIntegerField(default=0)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("TEXT", "Teks"), ("YES_NO", "Ya atau tidak")], default="TEXT", max_length=10
                        ),
                    ),
                    ("asked_if", models.SlugField(blank=True, max_length=40)),
                    ("takes_files", models.BooleanField(default=False)),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("edition", "code"), name="question_code_once_per_edition")],
                },
            ),
            migrations.CreateModel(
                name="Institution",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(max_length=40, unique=True)),
                    ("name", models.CharField(max_length=200)),
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
                    ("valid_from", models.DateField()),
                    ("valid_until", models.DateField(blank=True, null=True)),
                    ("verified_at", models.DateTimeField(blank=True, null=True)),
                    ("source", models.CharField(blank=True, max_length=300)),
                    (
                        "parent",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="competition.institution",
                        ),
                    ),
                    (
                        "region",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="institutions",
                            to="competition.region",
                        ),
                    ),
                ],
                options={
                    "ordering": ("name", "id"),
                    "indexes": [models.Index(django.db.models.functions.text.Lower("name"), name="institution_by_name")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_until", None), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                            ),
                            name="institution_period_is_real",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["MINISTRY", "AGENCY", "PROVINCE", "REGENCY", "CITY", "BUMN", "BUMD"])
                            ),
                            name="institution_kind_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("parent", None), ("kind", "BUMD"), _connector="OR"),
                            name="institution_parent_is_of_a_bumd",
                        ),
                        models.UniqueConstraint(
                            django.db.models.functions.text.Lower("name"),
                            models.F("kind"),
                            models.F("region"),
                            condition=models.Q(("valid_until", None)),
                            name="institution_name_once_per_region",
                            nulls_distinct=False,
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Stage",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("key", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("opens_at", models.DateTimeField()),
                    ("closes_at", models.DateTimeField()),
                    ("is_parallel", models.BooleanField(default=False)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("edition", "key"), name="stage_key_once_per_edition"),
                        models.CheckConstraint(
                            condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="stage_window_is_real"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PasswordLink",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    ("asked_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("used_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="password_links",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("asked_at"))), name="password_link_lives_a_while"
                        )
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="SignInCode",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("nonce", models.CharField(max_length=64)),
                    ("code_hash", models.CharField(max_length=64)),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("asked_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("used_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sign_in_codes",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("asked_at"))), name="sign_in_code_lives_a_while"
                        ),
                        models.CheckConstraint(condition=models.Q(("tries__lte", 5)), name="sign_in_code_has_few_tries"),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="PersonSession",
                fields=[
                    (
                        "session_key",
                        models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                    ),
                    ("session_data", models.TextField(verbose_name="session data")),
                    ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                    ("code", models.CharField(blank=True, max_length=12)),
                    ("started_at", models.DateTimeField(blank=True, null=True)),
                    ("seen_at", models.DateTimeField(blank=True, null=True)),
                    ("agent", models.CharField(blank=True, max_length=200)),
                    ("network", models.CharField(blank=True, max_length=50)),
                    ("must_renew", models.BooleanField(default=False)),
                    (
                        "person",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sessions",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "session",
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Consent",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("version", models.CharField(max_length=20)),
                    ("at", models.DateTimeField()),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="consents", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("person", "version"), name="consent_once_per_version")],
                },
            ),
            migrations.CreateModel(
                name="GuideQuestion",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("text", models.CharField(max_length=300)),
                    ("text_en", models.CharField(blank=True, max_length=300)),
                    ("answers", models.JSONField(default=list)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="guide", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("edition", "code"), name="guide_question_code_once_per_edition")
                    ],
                },
            ),
            migrations.CreateModel(
                name="ParkedForm",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("path", models.CharField(max_length=200)),
                    ("sealed", models.TextField()),
                    ("parked_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(db_index=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="parked_forms",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("person", "path"), name="parked_form_is_the_last_of_its_address"),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("parked_at"))), name="parked_form_lives_a_while"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LetterTemplate",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("event", models.CharField(max_length=60)),
                    ("language", models.CharField(choices=[("id", "Bahasa Indonesia"), ("en", "Inggris")], max_length=2)),
                    ("number", models.PositiveIntegerField()),
                    ("subject", models.CharField(max_length=150)),
                    ("text", models.TextField()),
                    ("html", models.TextField()),
                    ("saved_at", models.DateTimeField()),
                    (
                        "saved_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("event", "language", "-number"),
                    "constraints": [
                        models.UniqueConstraint(fields=("event", "language", "number"), name="letter_template_version_once"),
                        models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="letter_template_counts_from_one"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("subject", ""), _negated=True),
                                models.Q(("text", ""), _negated=True),
                                models.Q(("html", ""), _negated=True),
                            ),
                            name="letter_template_has_words",
                        ),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="Notice",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("event", models.CharField(max_length=60)),
                    ("address", models.EmailField(max_length=254)),
                    ("subject", models.CharField(max_length=200)),
                    ("text", models.TextField()),
                    ("html", models.TextField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("WAITING", "Menunggu"),
                                ("HELD", "Ditahan"),
                                ("SENDING", "Sedang dikirim"),
                                ("SENT", "Terkirim"),
                                ("UNCERTAIN", "Tidak pasti"),
                                ("FAILED", "Gagal"),
                            ],
                            default="WAITING",
                            max_length=10,
                        ),
                    ),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("not_before", models.DateTimeField()),
                    ("leased_until", models.DateTimeField(blank=True, null=True)),
                    ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                    ("sent_at", models.DateTimeField(blank=True, null=True)),
                    ("error", models.CharField(blank=True, max_length=300)),
                    ("created_at", models.DateTimeField()),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="competition.auditentry"
                        ),
                    ),
                    (
                        "recipient",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="notices",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("nonce", models.CharField(blank=True, max_length=64)),
                    ("tried_from", models.DateTimeField(blank=True, null=True)),
                    ("read_at", models.DateTimeField(blank=True, null=True)),
                    ("lost", models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    "ordering": ("created_at", "entry_id", "address"),
                    "indexes": [
                        models.Index(condition=models.Q(("state", "WAITING")), fields=["not_before"], name="notice_due"),
                        models.Index(condition=models.Q(("state", "SENDING")), fields=["leased_until"], name="notice_leased"),
                        models.Index(fields=["recipient", "-not_before"], name="notice_of_reader"),
                        models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="notice_unread"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("entry", "recipient"), name="notice_once_per_event_and_recipient"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "SENT"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                            ),
                            name="notice_sent_has_its_time",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("recipient", None)),
                            fields=("entry", "address"),
                            name="notice_once_per_event_and_address",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["WAITING", "HELD", "SENDING", "SENT", "UNCERTAIN", "FAILED"])),
                            name="notice_state_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Round",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("key", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("readers_per_proposal", models.PositiveSmallIntegerField()),
                    ("max_load", models.PositiveSmallIntegerField()),
                    ("places", models.PositiveSmallIntegerField()),
                    ("award", models.CharField(max_length=40)),
                    ("nominees", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("gap", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                    ("reason_min_words", models.PositiveSmallIntegerField(default=5)),
                    ("decimals", models.PositiveSmallIntegerField(default=2)),
                    (
                        "tie_break",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.SlugField(max_length=30), blank=True, default=list, size=None
                        ),
                    ),
                    ("sheet_version", models.PositiveIntegerField(default=1)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="competition.edition"
                        ),
                    ),
                    (
                        "stage",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="competition.stage"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("edition", "key"), name="round_key_once_per_edition")],
                },
            ),
            migrations.CreateModel(
                name="Unit",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("name", models.CharField(max_length=200)),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="units", to="competition.institution"
                        ),
                    ),
                    ("closed_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ("name", "id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("institution", "name"), name="unit_name_once_per_institution")
                    ],
                },
            ),
            migrations.CreateModel(
                name="InstitutionName",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="former_names",
                            to="competition.institution",
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("valid_from", models.DateField()),
                    ("valid_until", models.DateField()),
                ],
                options={
                    "ordering": ("valid_from", "id"),
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                            name="institution_name_period_is_real",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
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
                    ],
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
                                ("UNIT_MOVED", "Unit pindah"),
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
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("letter_number", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                            ),
                            name="institution_change_has_its_letter_and_reason",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("kind", "CLOSED")), fields=("institution",), name="institution_is_closed_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["RENAMED", "SPLIT", "MERGED", "CLOSED", "MOVED", "UNIT_MOVED"])),
                            name="institution_change_kind_is_known",
                        ),
                    ],
                },
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
                    ("letter_check_after", models.DateTimeField(blank=True, null=True)),
                    ("letter_checked_at", models.DateTimeField(blank=True, null=True)),
                    ("letter_cleaned", models.CharField(blank=True, max_length=100)),
                    ("letter_figures", models.JSONField(blank=True, default=dict)),
                    ("letter_refusal", models.CharField(blank=True, max_length=10)),
                ],
                options={
                    "ordering": ("filed_at", "id"),
                    "indexes": [
                        models.Index(fields=["state", "filed_at"], name="admission_waiting"),
                        models.Index(
                            condition=models.Q(("letter_checked_at", None)), fields=["filed_at"], name="admission_letter_open"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["WAITING", "VERIFIED", "REFUSED"])),
                            name="admission_state_is_known",
                        ),
                        models.CheckConstraint(
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
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "VERIFIED"), _negated=True), ("institution__isnull", False), _connector="OR"
                            ),
                            name="admission_verified_has_an_institution",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "REFUSED"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="admission_refused_has_a_reason",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "WAITING")),
                            fields=("name_key", "kind", "region", "contact_email"),
                            name="admission_waits_once",
                            nulls_distinct=False,
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("letter_checked_at", None), ("letter_cleaned", ""), ("letter_refusal", "")),
                                models.Q(
                                    ("letter_check_after", None),
                                    ("letter_checked_at__isnull", False),
                                    models.Q(("letter_cleaned", ""), ("letter_refusal", ""), _connector="XOR"),
                                ),
                                _connector="OR",
                            ),
                            name="admission_letter_has_one_verdict",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AppointmentRequest",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, max_length=12, unique=True)),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("SECRETARIAT", "Sekretariat"),
                                ("ORGANISER", "Penyelenggara"),
                                ("CHAIR", "Ketua panel"),
                                ("JUDGE", "Penilai"),
                                ("COACH", "Pelatih klinik"),
                                ("AUDITOR", "Auditor"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    ("reason", models.TextField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ASKED", "Menunggu persetujuan"),
                                ("GRANTED", "Disetujui"),
                                ("REFUSED", "Tidak disetujui"),
                            ],
                            default="ASKED",
                            max_length=10,
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(blank=True, null=True)),
                    ("answer", models.TextField(blank=True)),
                    (
                        "appointment",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="request",
                            to="competition.appointment",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
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
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appointment_requests",
                            to="competition.edition",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appointment_requests",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["ASKED", "GRANTED", "REFUSED"])), name="request_state_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("role__in", ["SECRETARIAT", "ORGANISER", "CHAIR", "JUDGE", "COACH", "AUDITOR"])
                            ),
                            name="request_role_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("asked_by", models.F("person")), _negated=True),
                            name="request_is_not_for_oneself",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None),
                                models.Q(
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    models.Q(("decided_by", models.F("person")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="request_two_people_decide",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "ASKED"), ("decided_by", None)),
                                models.Q(models.Q(("state", "ASKED"), _negated=True), ("decided_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="request_answer_has_its_person",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "ASKED")),
                            fields=("person", "edition", "role"),
                            name="request_waits_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AuditLink",
                fields=[
                    (
                        "entry",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="link",
                            serialize=False,
                            to="competition.auditentry",
                        ),
                    ),
                    ("chain", models.CharField(max_length=40)),
                    ("position", models.PositiveBigIntegerField()),
                    ("previous", models.CharField(max_length=64)),
                    ("hash", models.CharField(max_length=64)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("chain", "position"), name="audit_position_once_per_chain"),
                        models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="audit_position_counts_from_one"),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="StageExtension",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("old_closes_at", models.DateTimeField()),
                    ("new_closes_at", models.DateTimeField()),
                    ("reason", models.TextField()),
                    ("extended_at", models.DateTimeField()),
                    (
                        "extended_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "stage",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="competition.stage"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-extended_at", "-id"),
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("new_closes_at__gt", models.F("old_closes_at"))), name="extension_is_later"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True), name="extension_has_its_reason"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="InstitutionExtension",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("old_closes_at", models.DateTimeField()),
                    ("new_closes_at", models.DateTimeField()),
                    ("reason", models.TextField()),
                    ("extended_at", models.DateTimeField()),
                    (
                        "extended_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="competition.institution"
                        ),
                    ),
                    (
                        "stage",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="institution_extensions",
                            to="competition.stage",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-extended_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("new_closes_at__gt", models.F("old_closes_at"))),
                            name="institution_extension_is_later",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("new_closes_at__gt", models.F("extended_at"))),
                            name="institution_extension_can_still_help",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True), name="institution_extension_has_its_reason"
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["institution", "stage", "-new_closes_at"], name="institution_extension_latest")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Criterion",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("code", models.SlugField(max_length=30)),
                    ("order", models.PositiveSmallIntegerField()),
                    ("description", models.TextField(blank=True)),
                    ("description_en", models.TextField(blank=True)),
                    ("weight", models.DecimalField(decimal_places=2, max_digits=5)),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="competition.round"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("round", "code"), name="criterion_code_once_per_round"),
                        models.CheckConstraint(
                            condition=models.Q(("weight__gte", Decimal("0")), ("weight__lte", Decimal("100"))),
                            name="criterion_weight_is_a_share",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Quota",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "dimension",
                        models.CharField(
                            choices=[("KIND", "Jenis instansi"), ("CATEGORY", "Kategori"), ("GROUP", "Kelompok")], max_length=10
                        ),
                    ),
                    ("value", models.CharField(max_length=30)),
                    ("floor", models.PositiveSmallIntegerField()),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="quotas", to="competition.round"
                        ),
                    ),
                ],
                options={
                    "ordering": ("dimension", "value", "id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("round", "dimension", "value"), name="quota_once_per_value")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("WRITER", "Penulis"),
                                ("ADMINISTRATOR", "Admin instansi"),
                                ("LEADER", "Pimpinan instansi"),
                                ("DELEGATE", "Pelaksana atas nama pimpinan"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("position", models.CharField(blank=True, max_length=150, verbose_name="Jabatan")),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="competition.institution",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="competition.unit",
                        ),
                    ),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
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
                    ("decree", models.CharField(blank=True, max_length=100)),
                    ("term_from", models.DateField(blank=True, null=True)),
                    ("term_until", models.DateField(blank=True, null=True)),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ends_at", None)),
                            fields=("person", "institution", "role"),
                            name="membership_role_once_at_a_time",
                            nulls_distinct=False,
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role", "WRITER"), _negated=True), ("unit__isnull", False), _connector="OR"
                            ),
                            name="membership_writer_has_a_unit",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                            name="membership_period_is_real",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("role__in", ["WRITER", "ADMINISTRATOR", "LEADER", "DELEGATE"])),
                            name="membership_role_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role", "DELEGATE"), _negated=True),
                                models.Q(("ends_at__isnull", False), ("given_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="membership_delegate_has_leader_and_end",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("term_from", None),
                                ("term_until", None),
                                ("term_until__gte", models.F("term_from")),
                                _connector="OR",
                            ),
                            name="membership_term_is_real",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="invitations",
                            to="competition.institution",
                        ),
                    ),
                    ("email", models.EmailField(max_length=254)),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("WRITER", "Penulis"),
                                ("ADMINISTRATOR", "Admin instansi"),
                                ("LEADER", "Pimpinan instansi"),
                                ("DELEGATE", "Pelaksana atas nama pimpinan"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="invitations",
                            to="competition.unit",
                        ),
                    ),
                    ("position", models.CharField(blank=True, max_length=150)),
                    ("starts_at", models.DateTimeField(blank=True, null=True)),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    (
                        "invited_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("redeemed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "redeemed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ("decree", models.CharField(blank=True, max_length=100)),
                    ("term_from", models.DateField(blank=True, null=True)),
                    ("term_until", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ("-created_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                            name="invitation_email_is_lower_case",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("role__in", ["WRITER", "ADMINISTRATOR", "LEADER", "DELEGATE"])),
                            name="invitation_role_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("expires_at__gt", models.F("created_at"))), name="invitation_period_is_real"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role", "WRITER"), _negated=True), ("unit__isnull", False), _connector="OR"
                            ),
                            name="invitation_writer_has_a_unit",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role", "DELEGATE"), _negated=True),
                                models.Q(("ends_at__isnull", False), ("starts_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="invitation_delegate_has_a_period",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("redeemed_at", None), ("redeemed_by", None)),
                                models.Q(("redeemed_at__isnull", False), ("redeemed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="invitation_redeemed_has_its_person",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("redeemed_at", None), ("revoked_at", None), _connector="OR"),
                            name="invitation_ends_one_way",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("redeemed_at", None), ("revoked_at", None)),
                            fields=("institution", "email", "role"),
                            name="invitation_once_at_a_time",
                        ),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="InstitutionLink",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "change",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="links",
                            to="competition.institutionchange",
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
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("change", "predecessor", "successor"), name="institution_link_once"),
                        models.CheckConstraint(
                            condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                            name="institution_does_not_succeed_itself",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Level",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("value", models.PositiveSmallIntegerField()),
                    ("points", models.DecimalField(decimal_places=2, max_digits=5)),
                    ("text", models.CharField(max_length=300)),
                    ("text_en", models.CharField(blank=True, max_length=300)),
                    (
                        "criterion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="competition.criterion"
                        ),
                    ),
                ],
                options={
                    "ordering": ("value", "id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("criterion", "value"), name="level_value_once_per_criterion"),
                        models.CheckConstraint(
                            condition=models.Q(("points__gte", Decimal("0")), ("points__lte", Decimal("100"))),
                            name="level_points_on_the_scale",
                        ),
                    ],
                },
            ),
        ),
    ]
