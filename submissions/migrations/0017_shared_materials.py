"""What is handed on of innovations: the moves a material takes, what was offered stays, and how often it was fetched."""

from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.codes import new_code
from competition.guards import moves

# What was offered stays, and what is over does not change.
KEPT = """
CREATE FUNCTION kipp_keep_shared_material() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,state_since,decided_by_id,reason}';
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(OLD) - later = to_jsonb(NEW) - later
        AND (OLD.state IN ('WAITING', 'PUBLIC') OR to_jsonb(OLD) = to_jsonb(NEW))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER shared_material_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_sharedmaterial
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_shared_material();
"""
DROP_KEPT = """
DROP TRIGGER shared_material_keeps_its_facts ON submissions_sharedmaterial;
DROP FUNCTION kipp_keep_shared_material();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0016_clinics_called_off"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="SharedMaterial",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("SOP", "SOP"), ("REGULATION", "Peraturan"), ("TEMPLATE", "Templat"), ("VIDEO", "Video")],
                            max_length=10,
                        ),
                    ),
                    ("title", models.CharField(max_length=150)),
                    (
                        "language",
                        models.CharField(
                            choices=[("id", "Bahasa Indonesia"), ("en", "Bahasa Inggris"), ("daerah", "Bahasa daerah")],
                            default="id",
                            max_length=6,
                        ),
                    ),
                    (
                        "licence",
                        models.CharField(
                            choices=[
                                ("CC_BY", "CC BY 4.0: boleh dipakai dan diubah dengan menyebut sumber"),
                                ("CC_BY_SA", "CC BY-SA 4.0: seperti CC BY, dan hasilnya dibagikan dengan lisensi yang sama"),
                                ("CC0", "CC0: boleh dipakai tanpa syarat"),
                                ("LAW", "Dokumen peraturan, bebas hak cipta (UU 28/2014 pasal 42)"),
                                ("READ", "Hanya untuk dibaca"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("video_key", models.CharField(blank=True, max_length=20)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("WAITING", "Menunggu sekretariat"),
                                ("PUBLIC", "Tampil kepada umum"),
                                ("REFUSED", "Tidak ditampilkan"),
                                ("WITHDRAWN", "Ditarik instansi"),
                            ],
                            default="WAITING",
                            max_length=9,
                        ),
                    ),
                    ("state_since", models.DateTimeField()),
                    ("added_at", models.DateTimeField()),
                    ("reason", models.TextField(blank=True)),
                    (
                        "added_by",
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
                        "file",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="shared_material",
                            to="submissions.enclosure",
                        ),
                    ),
                    (
                        "innovation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="submissions.innovation"
                        ),
                    ),
                ],
                options={
                    "ordering": ("added_at", "pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["WAITING", "PUBLIC", "REFUSED", "WITHDRAWN"])),
                            name="shared_material_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("kind__in", ["SOP", "REGULATION", "TEMPLATE", "VIDEO"]),
                                ("language__in", ["id", "en", "daerah"]),
                                models.Q(("title", ""), _negated=True),
                            ),
                            name="shared_material_says_what",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("licence__in", ["CC_BY", "CC_BY_SA", "CC0", "LAW", "READ"]),
                                models.Q(models.Q(("licence", "LAW"), _negated=True), ("kind", "REGULATION"), _connector="OR"),
                            ),
                            name="shared_material_licence_fits",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("file", None), ("kind", "VIDEO"), models.Q(("video_key", ""), _negated=True)),
                                models.Q(
                                    models.Q(("kind", "VIDEO"), _negated=True), ("file__isnull", False), ("video_key", "")
                                ),
                                _connector="OR",
                            ),
                            name="shared_material_is_one_thing",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ("PUBLIC", "REFUSED")), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", False), models.Q(("decided_by", models.F("added_by")), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="shared_material_is_judged_by_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "REFUSED"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="shared_material_refused_says_why",
                        ),
                    ],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "WAITING")), fields=["added_at"], name="shared_material_waiting"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="MaterialDownloads",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("day", models.DateField()),
                    ("number", models.PositiveIntegerField()),
                    (
                        "material",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="downloads",
                            to="submissions.sharedmaterial",
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("material", "day"), name="material_downloads_once_a_day")],
                },
            ),
        ),
        moves(
            "submissions_sharedmaterial",
            "WAITING>PUBLIC",
            "WAITING>REFUSED",
            "WAITING>WITHDRAWN",
            "PUBLIC>REFUSED",
            "PUBLIC>WITHDRAWN",
        ),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
