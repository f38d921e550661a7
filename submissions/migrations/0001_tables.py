"""The tables of proposals: texts, endorsements, what was sent, files, screening, exports."""

import functools

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import competition.codes
import submissions.models.document
from competition.at_once import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("submissions", "0023_results_bundle"),
        ("submissions", "0003_search_and_arrivals"),
        ("submissions", "0004_endorsement_in_stead"),
        ("submissions", "0005_writing"),
        ("submissions", "0006_retention"),
        ("submissions", "0007_reminders"),
        ("submissions", "0008_sending_key"),
        ("submissions", "0009_header_saved_by"),
        ("submissions", "0010_office"),
        ("submissions", "0011_counts"),
        ("submissions", "0012_withdrawal"),
        ("submissions", "0013_endorsement_links"),
        ("submissions", "0014_files"),
        ("submissions", "0015_tables_have_one_order"),
        ("submissions", "0016_signed_letters"),
        ("submissions", "0017_pipeline"),
        ("submissions", "0018_links_of_digests"),
        ("submissions", "0019_exports"),
        ("submissions", "0020_saved_views"),
        ("submissions", "0021_sketches"),
        ("submissions", "0022_lost_jobs"),
        ("submissions", "0023_results_bundle"),
    ]

    initial = True

    dependencies = [
        ("competition", "0002_triggers"),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Innovation",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    ("title", models.CharField(max_length=300)),
                    ("title_key", models.CharField(db_index=True, max_length=300)),
                    ("unit_name", models.CharField(blank=True, max_length=200)),
                    ("started_on", models.DateField(blank=True, null=True)),
                    ("is_public", models.BooleanField(default=False)),
                    ("created_at", models.DateTimeField()),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="innovations",
                            to="competition.institution",
                        ),
                    ),
                ],
                options={
                    "ordering": ("title", "id"),
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["title"], name="innovation_title_trigrams", opclasses=("gin_trgm_ops",)
                        ),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["title_key"], name="innovation_key_trigrams", opclasses=("gin_trgm_ops",)
                        ),
                        models.Index(
                            condition=models.Q(("is_public", True)), fields=["title_key", "id"], name="innovation_catalogue"
                        ),
                    ],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Publication",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("round_key", models.SlugField(max_length=30)),
                    ("title", models.CharField(max_length=200)),
                    ("published_at", models.DateTimeField()),
                    ("fingerprint", models.CharField(max_length=64)),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-published_at", "-id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("edition", "round_key"), name="publication_once_per_round")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reminder",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("step", models.CharField(max_length=4)),
                    ("closes_at", models.DateTimeField()),
                    ("written_at", models.DateTimeField()),
                    (
                        "stage",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="competition.stage"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("stage", "step", "closes_at"), name="reminder_once_per_step_and_close")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Export",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "code",
                        models.CharField(
                            default=functools.partial(competition.codes.new_code, *(20,)),
                            editable=False,
                            max_length=20,
                            unique=True,
                        ),
                    ),
                    ("form", models.CharField(choices=[("xlsx", "XLSX (lembar kerja)"), ("csv", "CSV (teks)")], max_length=4)),
                    ("asked", models.JSONField(default=dict)),
                    ("total", models.PositiveIntegerField()),
                    ("done", models.PositiveIntegerField(default=0)),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("asked_at", models.DateTimeField()),
                    ("begun_at", models.DateTimeField(blank=True, null=True)),
                    ("failed_at", models.DateTimeField(blank=True, null=True)),
                    ("size", models.PositiveBigIntegerField(blank=True, null=True)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="exports", to="competition.edition"
                        ),
                    ),
                    ("beat_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "failure",
                        models.CharField(
                            blank=True,
                            choices=[
                                (
                                    "LOST",
                                    "Pembuatannya dua kali terhenti, jadi tidak dicoba lagi. Buat lagi dari daftar; bila terulang, hubungi bantuan.",
                                ),
                                (
                                    "NOT_KEPT",
                                    "Tempat penyimpanan berkas penuh atau tidak dapat dihubungi. Coba lagi nanti, atau hubungi bantuan.",
                                ),
                                ("NOT_ALLOWED", "Anda tidak lagi bertugas di sekretariat kompetisi ini."),
                            ],
                            max_length=11,
                        ),
                    ),
                ],
                options={
                    "ordering": ("-asked_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("form__in", ["xlsx", "csv"])), name="export_form_is_known"),
                        models.CheckConstraint(
                            condition=models.Q(("failed_at", None), ("size", None), _connector="OR"), name="export_ends_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("failed_at", None), ("failure", "")),
                                models.Q(("failed_at__isnull", False), ("failure__in", ["LOST", "NOT_KEPT", "NOT_ALLOWED"])),
                                _connector="OR",
                            ),
                            name="export_failure_has_its_reason",
                        ),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="SavedView",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "code",
                        models.CharField(
                            default=functools.partial(competition.codes.new_code, *(12,)),
                            editable=False,
                            max_length=12,
                            unique=True,
                        ),
                    ),
                    ("name", models.CharField(max_length=60)),
                    ("query", models.CharField(max_length=1500)),
                    ("saved_at", models.DateTimeField()),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="saved_views", to="competition.edition"
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="saved_views", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": (django.db.models.functions.text.Lower("name"), "id"),
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("person"),
                            models.F("edition"),
                            django.db.models.functions.text.Lower("name"),
                            name="one_saved_view_per_name",
                        )
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="ResultsBundle",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("merkle_root", models.CharField(max_length=64)),
                    ("archive", models.BinaryField()),
                    ("size", models.PositiveIntegerField()),
                    ("released_at", models.DateTimeField()),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-released_at", "-id"),
                    "constraints": [
                        models.UniqueConstraint(fields=("edition", "fingerprint"), name="results_bundle_once_per_fingerprint")
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="Award",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("year", models.PositiveSmallIntegerField()),
                    ("name", models.CharField(max_length=60)),
                    ("title_then", models.CharField(max_length=300)),
                    ("source", models.CharField(blank=True, max_length=500)),
                    (
                        "innovation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="awards", to="submissions.innovation"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-year", "name"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("innovation", "year", "name"), name="award_once_per_innovation_and_year"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Proposal",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    ("title", models.CharField(max_length=200)),
                    ("title_key", models.CharField(max_length=200)),
                    ("started_on", models.DateField(blank=True, null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("DRAFT", "Draf"),
                                ("FORWARDED", "Di admin instansi"),
                                ("SUBMITTED", "Terkirim"),
                                ("CORRECTION", "Perlu diperbaiki"),
                                ("ELIGIBLE", "Lolos administrasi"),
                                ("INELIGIBLE", "Tidak lolos administrasi"),
                                ("WITHDRAWN", "Ditarik"),
                            ],
                            default="DRAFT",
                            max_length=12,
                        ),
                    ),
                    ("state_since", models.DateTimeField()),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("header_version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField()),
                    ("changed_at", models.DateTimeField()),
                    ("submitted_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "category",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="proposals",
                            to="competition.category",
                        ),
                    ),
                    (
                        "created_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="competition.edition"
                        ),
                    ),
                    (
                        "group",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="competition.group"
                        ),
                    ),
                    (
                        "innovation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="submissions.innovation"
                        ),
                    ),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="competition.institution"
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="competition.unit"
                        ),
                    ),
                    (
                        "header_changed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("header_changed_at", models.DateTimeField(null=True)),
                    ("video", models.CharField(blank=True, max_length=200)),
                ],
                options={
                    "ordering": ("-changed_at", "-id"),
                    "indexes": [
                        models.Index(fields=["edition", "state", "-changed_at"], name="proposal_pipeline"),
                        models.Index(fields=["edition", "-changed_at", "-id"], name="proposal_latest"),
                        models.Index(fields=["edition", "title_key"], name="proposal_title_key"),
                        models.Index(fields=["institution", "edition"], name="proposal_of_institution"),
                        models.Index(fields=["edition", "-submitted_at", "-id"], name="proposal_arrivals"),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["title_key"], name="proposal_key_trigrams", opclasses=("gin_trgm_ops",)
                        ),
                        models.Index(
                            fields=["edition", "state", "institution", "category"],
                            include=("title_key", "state_since"),
                            name="proposal_counts",
                        ),
                        models.Index(fields=["edition", "state_since", "id"], name="proposal_ages"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("edition", "innovation"), name="proposal_once_per_innovation_and_edition"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    ["DRAFT", "FORWARDED", "SUBMITTED", "CORRECTION", "ELIGIBLE", "INELIGIBLE", "WITHDRAWN"],
                                )
                            ),
                            name="proposal_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("DRAFT", "FORWARDED", "WITHDRAWN")),
                                ("submitted_at__isnull", False),
                                _connector="OR",
                            ),
                            name="proposal_sent_has_its_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("text", models.TextField(blank=True)),
                    ("words", models.PositiveIntegerField(default=0)),
                    ("is_done", models.BooleanField(default=False)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("changed_at", models.DateTimeField()),
                    (
                        "changed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "question",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="competition.question"
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="submissions.proposal"
                        ),
                    ),
                    ("evidence", models.JSONField(blank=True, default=list)),
                ],
                options={
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("proposal", "question"), name="answer_once_per_question")],
                },
            ),
            migrations.CreateModel(
                name="Outcome",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("award", models.CharField(max_length=40)),
                    ("title", models.CharField(max_length=200)),
                    ("institution_name", models.CharField(max_length=200)),
                    ("institution_kind", models.CharField(max_length=10)),
                    ("unit_name", models.CharField(max_length=200)),
                    ("category_name", models.CharField(max_length=200)),
                    ("province_name", models.CharField(blank=True, max_length=120)),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="submissions.proposal"
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="submissions.publication"
                        ),
                    ),
                ],
                options={
                    "ordering": ("title", "id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("publication", "proposal"), name="outcome_once_per_publication")
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReturnNote",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("text", models.TextField()),
                    ("written_at", models.DateTimeField()),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="return_notes", to="submissions.proposal"
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
                    "ordering": ("-written_at", "id"),
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "code",
                        models.CharField(
                            default=submissions.models.document.new_document_code, editable=False, max_length=16, unique=True
                        ),
                    ),
                    ("letter", models.SlugField(blank=True, max_length=40)),
                    ("name", models.CharField(max_length=120)),
                    ("kind", models.CharField(blank=True, max_length=3)),
                    ("size", models.PositiveIntegerField()),
                    ("sha256", models.CharField(blank=True, max_length=64)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("UPLOADING", "Mengunggah"),
                                ("CHECKING", "Diperiksa"),
                                ("READY", "Siap"),
                                ("REFUSED", "Ditolak"),
                            ],
                            default="UPLOADING",
                            max_length=9,
                        ),
                    ),
                    ("received", models.PositiveIntegerField(default=0)),
                    ("original", models.CharField(blank=True, max_length=100)),
                    ("cleaned", models.CharField(blank=True, max_length=100)),
                    ("cleaned_sha256", models.CharField(blank=True, max_length=64)),
                    ("cleaned_size", models.PositiveIntegerField(blank=True, null=True)),
                    ("pages", models.PositiveIntegerField(blank=True, null=True)),
                    ("refusal", models.CharField(blank=True, max_length=10)),
                    ("figures", models.JSONField(blank=True, default=dict)),
                    ("started_at", models.DateTimeField()),
                    ("arrived_at", models.DateTimeField(blank=True, null=True)),
                    ("closes_at", models.DateTimeField(blank=True, null=True)),
                    ("checked_at", models.DateTimeField(blank=True, null=True)),
                    ("check_after", models.DateTimeField(blank=True, null=True)),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="submissions.proposal"
                        ),
                    ),
                    (
                        "question",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="competition.question",
                        ),
                    ),
                    (
                        "removed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "replaces",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="submissions.document",
                        ),
                    ),
                    (
                        "uploaded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("is_proof", models.BooleanField(default=False)),
                    ("lost_checks", models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    "ordering": ("pk",),
                    "indexes": [
                        models.Index(fields=["proposal", "id"], name="document_of_proposal"),
                        models.Index(
                            condition=models.Q(("state__in", ("UPLOADING", "CHECKING"))),
                            fields=["state", "started_at"],
                            name="document_open",
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["UPLOADING", "CHECKING", "READY", "REFUSED"])),
                            name="document_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("question", None), ("letter", ""), _connector="OR"),
                            name="document_has_one_place",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("arrived_at__lt", models.F("closes_at"))), name="document_arrived_in_time"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("arrived_at", None), ("original", ""), ("removed_at", None), ("state", "UPLOADING")),
                                models.Q(
                                    models.Q(("state", "UPLOADING"), _negated=True),
                                    models.Q(("original", ""), _negated=True),
                                    models.Q(("kind", ""), _negated=True),
                                    models.Q(("sha256", ""), _negated=True),
                                    ("arrived_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="document_here_has_its_file",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("cleaned_size__gt", 0),
                                    ("state", "READY"),
                                    models.Q(("cleaned", ""), _negated=True),
                                    models.Q(("cleaned_sha256", ""), _negated=True),
                                ),
                                models.Q(models.Q(("state", "READY"), _negated=True), ("cleaned", "")),
                                _connector="OR",
                            ),
                            name="document_ready_has_its_copy",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state", "REFUSED"), ("refusal", ""), _connector="XOR"),
                            name="document_refusal_has_its_code",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("removed_at", None), ("removed_by", None)),
                                models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="document_removal_is_somebodys",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                models.Q(("letter", ""), _negated=True),
                                ("removed_at", None),
                                ("state__in", ("CHECKING", "READY")),
                            ),
                            fields=("proposal", "letter"),
                            name="document_once_per_letter",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("is_proof", False),
                                models.Q(("letter", ""), ("question", None), ("replaces", None)),
                                _connector="OR",
                            ),
                            name="document_proof_is_no_content",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Endorsement",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("content_hash", models.CharField(max_length=64)),
                    ("version", models.PositiveIntegerField()),
                    ("statement", models.TextField()),
                    ("position", models.CharField(blank=True, max_length=150)),
                    ("endorsed_at", models.DateTimeField()),
                    (
                        "endorsed_by",
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
                            on_delete=django.db.models.deletion.PROTECT, related_name="endorsements", to="submissions.proposal"
                        ),
                    ),
                    (
                        "in_stead_of",
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
                    (
                        "document",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="endorsement",
                            to="submissions.document",
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("ONLINE", "Di KIPP"), ("LETTER", "Dengan surat")], default="ONLINE", max_length=6
                        ),
                    ),
                    ("letter_number", models.CharField(blank=True, max_length=100)),
                    ("letter_on", models.DateField(blank=True, null=True)),
                    ("objected_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "objected_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("objection", models.CharField(blank=True, max_length=1000)),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("signer", models.CharField(blank=True, max_length=150)),
                ],
                options={
                    "ordering": ("-endorsed_at", "-id"),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("proposal", "content_hash"),
                            name="endorsement_once_per_content",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("document", None),
                                    ("ended_at", None),
                                    ("endorsed_by__isnull", False),
                                    ("kind", "ONLINE"),
                                    ("letter_on", None),
                                    ("recorded_by", None),
                                ),
                                models.Q(
                                    ("document__isnull", False),
                                    ("kind", "LETTER"),
                                    ("letter_on__isnull", False),
                                    ("recorded_by__isnull", False),
                                    models.Q(("letter_number", ""), _negated=True),
                                    models.Q(("signer", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="endorsement_letter_has_its_file",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("objected_at", None), ("objected_by", None)),
                                models.Q(("objected_at__isnull", False), ("objected_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="endorsement_objection_is_somebodys",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AnswerRevision",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("version", models.PositiveIntegerField()),
                    ("text", models.TextField(blank=True)),
                    ("saved_at", models.DateTimeField()),
                    (
                        "answer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="submissions.answer"
                        ),
                    ),
                    (
                        "saved_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("evidence", models.JSONField(blank=True, default=list)),
                ],
                options={
                    "ordering": ("version",),
                    "constraints": [models.UniqueConstraint(fields=("answer", "version"), name="revision_once_per_version")],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="Submission",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("number", models.CharField(max_length=20, unique=True)),
                    ("snapshot", models.JSONField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("received_at", models.DateTimeField()),
                    ("closes_at", models.DateTimeField()),
                    (
                        "endorsement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="submissions",
                            to="submissions.endorsement",
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="submissions.proposal"
                        ),
                    ),
                    (
                        "submitted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("key", models.UUIDField(null=True)),
                ],
                options={
                    "ordering": ("-received_at", "-id"),
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("received_at__lt", models.F("closes_at"))), name="submission_arrived_in_time"
                        ),
                        models.UniqueConstraint(fields=("proposal", "submitted_by", "key"), name="submission_once_per_form"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EndorsementLink",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("version", models.PositiveIntegerField()),
                    ("content_hash", models.CharField(blank=True, max_length=64)),
                    ("nonce", models.CharField(max_length=64)),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    ("asked_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("opened_at", models.DateTimeField(blank=True, null=True)),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    ("replaced_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="endorsement_links",
                            to="submissions.proposal",
                        ),
                    ),
                    (
                        "endorsement",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="links",
                            to="submissions.endorsement",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-asked_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("asked_at"))), name="endorsement_link_lives_a_while"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("answered_at", None), ("opened_at", None), ("replaced_at", None)),
                            fields=("proposal", "person"),
                            name="endorsement_link_once_at_a_time",
                        ),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="Screening",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "result",
                        models.CharField(
                            choices=[("ELIGIBLE", "Lolos"), ("INELIGIBLE", "Tidak lolos"), ("CORRECTION", "Minta perbaikan")],
                            max_length=12,
                        ),
                    ),
                    ("reason", models.TextField(blank=True)),
                    ("screened_at", models.DateTimeField()),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="submissions.proposal"
                        ),
                    ),
                    (
                        "screened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "submission",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="screening", to="submissions.submission"
                        ),
                    ),
                ],
                options={
                    "ordering": ("-screened_at", "-id"),
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("result__in", ["ELIGIBLE", "INELIGIBLE", "CORRECTION"])),
                            name="screening_result_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("result", "ELIGIBLE"), models.Q(("reason", ""), _negated=True), _connector="OR"
                            ),
                            name="screening_refusal_has_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Withdrawal",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("reason", models.TextField()),
                    ("withdrawn_at", models.DateTimeField()),
                    ("closes_at", models.DateTimeField()),
                    (
                        "submission",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="submissions.submission"
                        ),
                    ),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("-withdrawn_at", "-id"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("withdrawn_at__lt", models.F("closes_at"))), name="withdrawal_in_time"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True), name="withdrawal_has_its_reason"
                        ),
                    ],
                    "indexes": [],
                },
            ),
            migrations.CreateModel(
                name="SentDocument",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "document",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="submissions.document"
                        ),
                    ),
                    (
                        "submission",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sent_documents",
                            to="submissions.submission",
                        ),
                    ),
                ],
                options={
                    "ordering": ("pk",),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("submission", "document"), name="document_once_per_sending")
                    ],
                },
            ),
            migrations.CreateModel(
                name="TextSketch",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("hashes", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                    ("percent", models.PositiveSmallIntegerField(blank=True, null=True)),
                    (
                        "proposal",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="sketch", to="submissions.proposal"
                        ),
                    ),
                    (
                        "submission",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="sketch", to="submissions.submission"
                        ),
                    ),
                ],
                options={
                    "ordering": ("pk",),
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["hashes"], name="sketch_hashes")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("percent", None), ("percent__lte", 100), _connector="OR"),
                            name="sketch_percent_is_a_share",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScreeningLine",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("check_code", models.CharField(max_length=30)),
                    ("machine_passed", models.BooleanField()),
                    ("passed", models.BooleanField()),
                    (
                        "screening",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="submissions.screening"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("screening", "check_code"), name="screening_line_once_per_check")
                    ],
                },
            ),
        ),
    ]
