"""Invitations, delegation: what a person is to an institution."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Lower

import competition.codes

ROLES = [
    ("WRITER", "Penulis"),
    ("ADMINISTRATOR", "Admin instansi"),
    ("LEADER", "Pimpinan instansi"),
    ("DELEGATE", "Pelaksana atas nama pimpinan"),
]
NAMES = [name for name, _label in ROLES]


def give_codes(apps, schema_editor):
    """Give each membership a code of its own."""
    model = apps.get_model("competition", "Membership")
    for one in model.objects.filter(code=None).only("pk").iterator():
        model.objects.filter(pk=one.pk).update(code=competition.codes.new_code())


def person(**values):
    """Return a reference to somebody that keeps them from being removed."""
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, **values)


def maybe_person():
    """Return a reference that may be empty and has no way back."""
    return person(blank=True, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [("competition", "0002_guards")]
    operations = [
        migrations.AddField("membership", "code", models.CharField(max_length=12, null=True, editable=False)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "membership",
            "code",
            models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True),
        ),
        migrations.AddField("membership", "given_by", maybe_person()),
        migrations.AlterField("membership", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.RemoveConstraint("membership", "membership_period_is_real"),
        migrations.RemoveConstraint("membership", "membership_role_is_known"),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="membership_period_is_real"
            ),
        ),
        migrations.AddConstraint(
            "membership", models.CheckConstraint(condition=Q(role__in=NAMES), name="membership_role_is_known")
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=~Q(role="DELEGATE") | Q(given_by__isnull=False, ends_at__isnull=False),
                name="membership_delegate_has_leader_and_end",
            ),
        ),
        migrations.AlterField("notice", "recipient", person(blank=True, null=True, related_name="notices")),
        migrations.AddField("notice", "nonce", models.CharField(blank=True, max_length=64)),
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
                ("role", models.CharField(choices=ROLES, max_length=20)),
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
                ("invited_by", person(related_name="+")),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("redeemed_at", models.DateTimeField(blank=True, null=True)),
                ("redeemed_by", maybe_person()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-created_at", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
                    models.CheckConstraint(condition=Q(role__in=NAMES), name="invitation_role_is_known"),
                    models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_period_is_real"),
                    models.CheckConstraint(
                        condition=~Q(role="WRITER") | Q(unit__isnull=False), name="invitation_writer_has_a_unit"
                    ),
                    models.CheckConstraint(
                        condition=~Q(role="DELEGATE") | Q(starts_at__isnull=False, ends_at__isnull=False),
                        name="invitation_delegate_has_a_period",
                    ),
                    models.CheckConstraint(
                        condition=Q(redeemed_at=None, redeemed_by=None)
                        | Q(redeemed_at__isnull=False, redeemed_by__isnull=False),
                        name="invitation_redeemed_has_its_person",
                    ),
                    models.CheckConstraint(condition=Q(redeemed_at=None) | Q(revoked_at=None), name="invitation_ends_one_way"),
                    models.UniqueConstraint(
                        fields=("institution", "email", "role"),
                        condition=Q(redeemed_at=None, revoked_at=None),
                        name="invitation_once_at_a_time",
                    ),
                ],
            },
        ),
    ]
