"""Clinics, their materials, seats and evaluations; how many seats are taken is counted by whoever writes a seat."""

from functools import partial

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.codes import new_code
from competition.guards import moves

# The row of the batch is locked by the count, and its constraint refuses one seat too many, also to `psql`.
COUNTED = """
CREATE FUNCTION kipp_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held int := 0;
    holds int := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        held := (OLD.state IN ('BOOKED', 'ATTENDED'))::int;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        holds := (NEW.state IN ('BOOKED', 'ATTENDED'))::int;
    END IF;
    IF holds <> held THEN
        UPDATE submissions_batch SET seats_taken = seats_taken + holds - held WHERE id = COALESCE(NEW.batch_id, OLD.batch_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER booking_is_counted AFTER INSERT OR UPDATE OF state OR DELETE ON submissions_booking
    FOR EACH ROW EXECUTE FUNCTION kipp_count_seats();
"""
DROP_COUNTED = """
DROP TRIGGER booking_is_counted ON submissions_booking;
DROP FUNCTION kipp_count_seats();
"""
SEAT_MOVES = ("WAITING>BOOKED", "WAITING>CANCELLED", "BOOKED>CANCELLED", "BOOKED>ATTENDED", "ATTENDED>BOOKED")


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0019_score_rule"),
        ("submissions", "0012_replications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Batch",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 10), editable=False, max_length=10, unique=True)),
                    ("number", models.PositiveSmallIntegerField()),
                    ("title", models.CharField(blank=True, max_length=200)),
                    ("starts_at", models.DateTimeField(blank=True, null=True)),
                    ("ends_at", models.DateTimeField(blank=True, null=True)),
                    ("is_whole_day", models.BooleanField(default=False)),
                    (
                        "zone",
                        models.CharField(
                            choices=[("WIB", "WIB"), ("WITA", "WITA"), ("WIT", "WIT")], default="WIB", max_length=4
                        ),
                    ),
                    ("place", models.CharField(blank=True, max_length=300)),
                    ("address", models.URLField(blank=True, max_length=500)),
                    ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                    ("seats_taken", models.PositiveIntegerField(default=0, editable=False)),
                    (
                        "kinds",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=10), blank=True, default=list, size=None
                        ),
                    ),
                    ("takes_guests", models.BooleanField(default=False)),
                    ("agenda", models.TextField(blank=True)),
                    ("note", models.TextField(blank=True)),
                    ("books_from", models.DateTimeField(blank=True, null=True)),
                    ("books_until", models.DateTimeField(blank=True, null=True)),
                    ("room_code", models.CharField(default=partial(new_code, 6), editable=False, max_length=6)),
                    ("invited_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ("reminded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    (
                        "coach",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clinics",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "edition",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="clinics", to="competition.edition"
                        ),
                    ),
                    ("provinces", models.ManyToManyField(blank=True, related_name="+", to="competition.region")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("edition", "number"), name="batch_number_once_per_edition"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ends_at", None), ("starts_at", None)),
                                ("ends_at__gt", models.F("starts_at")),
                                _connector="OR",
                            ),
                            name="batch_hours_are_real",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("capacity", None), ("seats_taken__lte", models.F("capacity")), _connector="OR"),
                            name="batch_has_seats_for_all",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("books_from", None), ("books_until", None)),
                                models.Q(
                                    ("books_until__gt", models.F("books_from")),
                                    ("books_until__lte", models.F("starts_at")),
                                    ("starts_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="batch_is_booked_before_it_begins",
                        ),
                    ],
                    "ordering": (models.OrderBy(models.F("starts_at"), nulls_last=True), "number", "pk"),
                },
            ),
            migrations.CreateModel(
                name="Booking",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 16), editable=False, max_length=16, unique=True)),
                    ("name", models.CharField(blank=True, max_length=150)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                    ("duty", models.CharField(blank=True, max_length=150)),
                    ("language", models.CharField(default="id", max_length=2)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("BOOKED", "Dapat kursi"),
                                ("WAITING", "Daftar tunggu"),
                                ("ATTENDED", "Hadir"),
                                ("CANCELLED", "Dibatalkan"),
                            ],
                            max_length=9,
                        ),
                    ),
                    ("is_guest", models.BooleanField(default=False)),
                    ("booked_at", models.DateTimeField()),
                    ("attended_at", models.DateTimeField(blank=True, null=True)),
                    ("has_evaluated", models.BooleanField(default=False)),
                    (
                        "batch",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="submissions.batch"
                        ),
                    ),
                    (
                        "booked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clinic_bookings",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clinic_bookings",
                            to="competition.institution",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["institution", "batch"], name="booking_of_institution")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["BOOKED", "WAITING", "ATTENDED", "CANCELLED"])),
                            name="booking_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state", "ATTENDED"), ("attended_at", None), _connector="XOR"),
                            name="booking_attended_has_its_time",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                ("state__in", ("BOOKED", "WAITING", "ATTENDED")), models.Q(("email", ""), _negated=True)
                            ),
                            fields=("batch", "email"),
                            name="booking_once_per_person",
                        ),
                    ],
                    "ordering": ("booked_at", "pk"),
                },
            ),
            migrations.CreateModel(
                name="ClinicMaterial",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 10), editable=False, max_length=10, unique=True)),
                    ("title", models.CharField(max_length=150)),
                    ("video_key", models.CharField(blank=True, max_length=20)),
                    ("added_at", models.DateTimeField()),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "batch",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="submissions.batch"
                        ),
                    ),
                    (
                        "file",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clinic_material",
                            to="submissions.enclosure",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("file", None), ("video_key", ""), _connector="XOR"),
                            name="clinic_material_is_one_thing",
                        )
                    ],
                    "ordering": ("added_at", "pk"),
                },
            ),
            migrations.CreateModel(
                name="Evaluation",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("useful", models.PositiveSmallIntegerField()),
                    ("clear", models.PositiveSmallIntegerField()),
                    ("ready", models.PositiveSmallIntegerField()),
                    ("text", models.TextField(blank=True)),
                    (
                        "batch",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="submissions.batch"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("clear__range", (1, 5)), ("ready__range", (1, 5)), ("useful__range", (1, 5))),
                            name="evaluation_is_on_its_scale",
                        )
                    ],
                },
            ),
        ),
        moves("submissions_booking", *SEAT_MOVES),
        migrations.RunSQL(COUNTED, DROP_COUNTED),
    ]
