"""The tables of the verdict: assignments, sheets, rankings, selections."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import competition.codes
import judging.seals
from competition.at_once import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("judging", "0006_bundle_salt"),
        ("judging", "0003_salts"),
        ("judging", "0004_desk_rows"),
        ("judging", "0005_tables_have_one_order"),
        ("judging", "0006_bundle_salt"),
    ]

    initial = True

    dependencies = [
        ("competition", "0002_triggers"),
        ("submissions", "0002_triggers"),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Assignment",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("OFFERED", "Belum dijawab"),
                                ("ACCEPTED", "Diterima"),
                                ("RECUSED", "Mundur karena konflik"),
                                ("RELEASED", "Ditarik"),
                            ],
                            default="OFFERED",
                            max_length=10,
                        ),
                    ),
                    ("position", models.PositiveIntegerField()),
                    ("why", models.CharField(max_length=200)),
                    ("seed", models.BigIntegerField()),
                    ("assigned_at", models.DateTimeField()),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "judge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="submissions.proposal"
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="competition.round"
                        ),
                    ),
                ],
                options={
                    "ordering": ("position", "id"),
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state__in", ["ACCEPTED", "OFFERED"])),
                            fields=["judge", "round", "position"],
                            name="assignment_desk",
                        ),
                        models.Index(fields=["judge", "round", "state", "position", "id"], name="assignment_rows"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("round", "proposal", "judge"), name="assignment_once_per_round_proposal_and_judge"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["OFFERED", "ACCEPTED", "RECUSED", "RELEASED"])),
                            name="assignment_state_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Conflict",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("SAME_INSTITUTION", "Bekerja atau pernah bekerja di instansi pengusul"),
                                ("FAMILY", "Hubungan keluarga dengan anggota tim"),
                                ("COACHED", "Ikut membimbing atau menyusun proposal ini"),
                                ("OTHER", "Alasan lain yang dapat memengaruhi penilaian"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("explanation", models.TextField(blank=True)),
                    ("declared_at", models.DateTimeField()),
                    (
                        "judge",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="conflicts", to="submissions.proposal"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("judge", "proposal"), name="conflict_once_per_judge_and_proposal"),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["SAME_INSTITUTION", "FAMILY", "COACHED", "OTHER"])),
                            name="conflict_kind_is_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Ranking",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("inputs_hash", models.CharField(max_length=64)),
                    ("result_hash", models.CharField(max_length=64)),
                    ("rule_version", models.CharField(max_length=40)),
                    ("ranked_at", models.DateTimeField()),
                    (
                        "ranked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="ranking", to="competition.round"
                        ),
                    ),
                    ("salt", models.CharField(blank=True, max_length=64)),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="BundleSalt",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("salt", models.CharField(default=judging.seals.new_salt, editable=False, max_length=64)),
                    (
                        "edition",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="bundle_salt", to="competition.edition"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
            migrations.CreateModel(
                name="RankingEntry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("rank", models.PositiveIntegerField()),
                    ("order", models.PositiveIntegerField()),
                    ("score", models.DecimalField(decimal_places=6, max_digits=9)),
                    ("spread", models.DecimalField(decimal_places=6, max_digits=9)),
                    ("sheets", models.PositiveSmallIntegerField()),
                    ("is_tied", models.BooleanField(default=False)),
                    ("criterion_means", models.JSONField()),
                    (
                        "proposal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="ranking_entries",
                            to="submissions.proposal",
                        ),
                    ),
                    (
                        "ranking",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="judging.ranking"
                        ),
                    ),
                ],
                options={
                    "ordering": ("order",),
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("ranking", "proposal"), name="ranking_entry_once_per_proposal"),
                        models.UniqueConstraint(fields=("ranking", "order"), name="ranking_entry_once_per_order"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScoreSheet",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "state",
                        models.CharField(choices=[("DRAFT", "Draf"), ("LOCKED", "Terkunci")], default="DRAFT", max_length=10),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("sheet_version", models.PositiveIntegerField()),
                    ("total", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                    ("receipt_hash", models.CharField(blank=True, max_length=64)),
                    ("changed_at", models.DateTimeField()),
                    ("locked_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "assignment",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="sheet", to="judging.assignment"
                        ),
                    ),
                    ("salt", models.CharField(blank=True, max_length=64)),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["DRAFT", "LOCKED"])), name="sheet_state_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("locked_at", None), ("state", "DRAFT"), ("total", None)),
                                models.Q(("locked_at__isnull", False), ("state", "LOCKED"), ("total__isnull", False)),
                                _connector="OR",
                            ),
                            name="sheet_total_comes_with_the_lock",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Selection",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "state",
                        models.CharField(
                            choices=[("PROPOSED", "Diusulkan"), ("RATIFIED", "Ditetapkan"), ("PUBLISHED", "Diumumkan")],
                            default="PROPOSED",
                            max_length=10,
                        ),
                    ),
                    ("note", models.TextField(blank=True)),
                    ("selected_at", models.DateTimeField()),
                    ("ratified_at", models.DateTimeField(blank=True, null=True)),
                    ("published_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "published_by",
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
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="selection", to="judging.ranking"
                        ),
                    ),
                    (
                        "ratified_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "selected_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["PROPOSED", "RATIFIED", "PUBLISHED"])),
                            name="selection_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ratified_by", None),
                                models.Q(("ratified_by", models.F("selected_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="selection_two_people_ratify",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("published_by", None),
                                models.Q(
                                    models.Q(("published_by", models.F("ratified_by")), _negated=True),
                                    models.Q(("published_by", models.F("selected_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="selection_two_people_publish",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScoreEvent",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("version", models.PositiveIntegerField()),
                    ("kind", models.CharField(choices=[("SAVED", "SAVED"), ("LOCKED", "LOCKED")], max_length=10)),
                    ("marks", models.JSONField()),
                    ("at", models.DateTimeField()),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="events", to="judging.scoresheet"
                        ),
                    ),
                ],
                options={
                    "ordering": ("version",),
                    "indexes": [],
                    "constraints": [models.UniqueConstraint(fields=("sheet", "version"), name="score_event_once_per_version")],
                },
            ),
            migrations.CreateModel(
                name="Mark",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("points", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "criterion",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competition.criterion"
                        ),
                    ),
                    (
                        "level",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="competition.level",
                        ),
                    ),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="judging.scoresheet"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [
                        models.UniqueConstraint(fields=("sheet", "criterion"), name="mark_once_per_criterion"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("level", None), ("points", None)),
                                models.Q(
                                    ("level__isnull", False),
                                    ("points__gte", 0),
                                    ("points__isnull", False),
                                    ("points__lte", 100),
                                ),
                                _connector="OR",
                            ),
                            name="mark_points_come_with_a_level",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SelectionEntry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("is_in", models.BooleanField()),
                    ("reason_code", models.CharField(max_length=30)),
                    ("quota", models.TextField(blank=True)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "entry",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="selection_entry",
                            to="judging.rankingentry",
                        ),
                    ),
                    (
                        "selection",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="judging.selection"
                        ),
                    ),
                ],
                options={
                    "indexes": [],
                    "constraints": [],
                },
            ),
        ),
    ]
