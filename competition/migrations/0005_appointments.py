"""Appointments with their history, the separation of duties, and what a second organiser has to agree to."""

from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from competition.codes import new_code

# What `competition.duties` says in Python: offices of two groups exclude each other while they bind. A coach is bound for good.
# Beside it, an office is held once at a time.
DUTIES = """
ALTER TABLE competition_appointment ADD CONSTRAINT appointment_duties_are_separate EXCLUDE USING gist (
    person_id WITH =,
    edition_id WITH =,
    (CASE WHEN role IN ('SECRETARIAT', 'ORGANISER') THEN 'OFFICE' ELSE role::text END) WITH <>,
    (CASE WHEN role = 'COACH' AND (ends_at IS NULL OR ends_at > starts_at) THEN tstzrange(starts_at, NULL)
          ELSE tstzrange(starts_at, ends_at) END) WITH &&
);
ALTER TABLE competition_appointment ADD CONSTRAINT appointment_is_held_once EXCLUDE USING gist (
    person_id WITH =, edition_id WITH =, (role::text) WITH =, tstzrange(starts_at, ends_at) WITH &&
);
"""
DROP_DUTIES = """
ALTER TABLE competition_appointment DROP CONSTRAINT appointment_duties_are_separate;
ALTER TABLE competition_appointment DROP CONSTRAINT appointment_is_held_once;
"""

HISTORY = """
CREATE FUNCTION kipp_keep_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'appointment % is history: it is ended, not removed', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.code, OLD.person_id, OLD.edition_id, OLD.role, OLD.starts_at)
        IS DISTINCT FROM (NEW.code, NEW.person_id, NEW.edition_id, NEW.role, NEW.starts_at) THEN
        RAISE EXCEPTION 'appointment % is history: only its end may be set', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at) THEN
        RAISE EXCEPTION 'appointment %: an end is brought forward, never put off', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointment_is_history BEFORE UPDATE OR DELETE ON competition_appointment
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_appointment();
"""
DROP_HISTORY = """
DROP TRIGGER appointment_is_history ON competition_appointment;
DROP FUNCTION kipp_keep_appointment();
"""

MOVES = """
CREATE TRIGGER appointmentrequest_moves BEFORE UPDATE ON competition_appointmentrequest
    FOR EACH ROW EXECUTE FUNCTION kipp_check_move('ASKED>GRANTED', 'ASKED>REFUSED');
"""
DROP_MOVES = "DROP TRIGGER appointmentrequest_moves ON competition_appointmentrequest;"


def give_codes(apps, schema_editor):
    """Give every appointment there is a code of its own."""
    appointments = apps.get_model("competition", "Appointment").objects
    for one in appointments.filter(code=None).values_list("pk", flat=True):
        appointments.filter(pk=one).update(code=new_code())


class Migration(migrations.Migration):
    dependencies = [("competition", "0004_institutions")]
    operations = [
        migrations.CreateModel(
            name="AppointmentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=new_code, max_length=12, unique=True)),
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
                        choices=[("ASKED", "Menunggu persetujuan"), ("GRANTED", "Disetujui"), ("REFUSED", "Tidak disetujui")],
                        default="ASKED",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_period_is_real",
        ),
        migrations.AddField(
            model_name="appointment",
            name="appointed_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="approved_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="code",
            field=models.CharField(default=None, max_length=12, null=True),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="appointment",
            name="code",
            field=models.CharField(default=new_code, max_length=12, unique=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="end_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="ended_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                name="appointment_period_is_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appointed_by", None), models.Q(("appointed_by", models.F("person")), _negated=True), _connector="OR"
                ),
                name="appointment_is_not_given_to_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="appointment",
            field=models.OneToOneField(
                blank=True, null=True, on_delete=models.PROTECT, related_name="request", to="competition.appointment"
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="asked_by",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="decided_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="edition",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="appointment_requests", to="competition.edition"),
        ),
        migrations.AddField(
            model_name="appointmentrequest",
            name="person",
            field=models.ForeignKey(on_delete=models.PROTECT, related_name="appointment_requests", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["ASKED", "GRANTED", "REFUSED"])), name="request_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["SECRETARIAT", "ORGANISER", "CHAIR", "JUDGE", "COACH", "AUDITOR"])),
                name="request_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("person")), _negated=True), name="request_is_not_for_oneself"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ASKED"), ("decided_by", None)),
                    models.Q(models.Q(("state", "ASKED"), _negated=True), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="request_answer_has_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ASKED")), fields=("person", "edition", "role"), name="request_waits_once"
            ),
        ),
        BtreeGistExtension(),
        migrations.RunSQL(DUTIES, DROP_DUTIES),
        migrations.RunSQL(HISTORY, DROP_HISTORY),
        migrations.RunSQL(MOVES, DROP_MOVES),
    ]
