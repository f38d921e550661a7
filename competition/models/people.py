"""People, what they are inside an institution (membership) and inside an edition (appointment)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.codes import new_code
from competition.terms import Term

# What the address of an account ends with that its owner closed; no mail server takes a letter for it (RFC 2606).
CLOSED_ADDRESS = "@tertutup.invalid"


class PersonManager(BaseUserManager):
    """Looks people up by address without regard to capitals."""

    def get_by_natural_key(self, username: str) -> "Person":
        """Return the person with this address; capitals do not matter."""
        return self.get(email=username.strip().lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account of their own; what they may do comes from memberships and appointments."""

    email = models.EmailField(_("Alamat email"), unique=True)
    name = models.CharField(_("Nama"), max_length=150)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Whether a TOTP or a passkey is enrolled; kept by the operations that enrol and remove, so that no page has to look.
    has_factor = models.BooleanField(default=False)
    # Whether the person ever declared a tie while in office; kept by the operation, so that nobody else's page has to look.
    has_declared_ties = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    # The topics (competition/events.py) of which the person has letters once a day; all else leaves at once.
    daily_topics = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("Orang")
        verbose_name_plural = pgettext_lazy("plural", "Orang")
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_is_lower_case")]

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    """What a person does for an institution."""

    WRITER = "WRITER", _("Penulis")
    ADMINISTRATOR = "ADMINISTRATOR", _("Admin instansi")
    LEADER = "LEADER", _("Pimpinan instansi")
    DELEGATE = "DELEGATE", _("Pelaksana atas nama pimpinan")


class Membership(models.Model):
    """A person's role in an institution (and, for writers, a unit) from one instant to another.

    `given_by` is who gave it; of a delegate it is the leader in whose stead they act, for a period that was named. `decree` and
    the days of the term are what the leader's (or the delegate's) letter of office says; the role may outlast the term.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("competition.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole)
    position = models.CharField(_("Jabatan"), max_length=150, blank=True)
    decree = models.CharField(max_length=100, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person", "institution", "role"),
                condition=Q(ends_at=None),
                nulls_distinct=False,
                name="membership_role_once_at_a_time",
            ),
            # An empty period is a role that was taken back before it began.
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="membership_period_is_real"
            ),
            models.CheckConstraint(condition=Q(role__in=MembershipRole.values), name="membership_role_is_known"),
            models.CheckConstraint(condition=~Q(role="WRITER") | Q(unit__isnull=False), name="membership_writer_has_a_unit"),
            models.CheckConstraint(
                condition=~Q(role="DELEGATE") | Q(given_by__isnull=False, ends_at__isnull=False),
                name="membership_delegate_has_leader_and_end",
            ),
            models.CheckConstraint(
                condition=Q(term_from=None) | Q(term_until=None) | Q(term_until__gte=F("term_from")),
                name="membership_term_is_real",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.institution_id}"

    @property
    def term(self) -> Term:
        """What the decree of the office says."""
        return Term(self.decree, self.term_from, self.term_until)


class AppointmentRole(models.TextChoices):
    """What a person does for an edition."""

    SECRETARIAT = "SECRETARIAT", _("Sekretariat")
    ORGANISER = "ORGANISER", _("Penyelenggara")
    CHAIR = "CHAIR", _("Ketua panel")
    JUDGE = "JUDGE", _("Penilai")
    COACH = "COACH", _("Pelatih klinik")
    AUDITOR = "AUDITOR", _("Auditor")


class Appointment(models.Model):
    """A person's office in an edition from one instant to another.

    History: the database lets nobody change who, what or since when, nor reopen a period, nor remove a row. It also refuses two
    offices that exclude each other (see `competition.duties`). An empty period is an office taken back before it began.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=AppointmentRole)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    # Nobody: appointed with the installation, before there was an organiser.
    appointed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person", "edition", "role"),
                condition=Q(ends_at=None),
                name="appointment_role_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="appointment_period_is_real"
            ),
            models.CheckConstraint(
                condition=Q(appointed_by=None) | ~Q(appointed_by=F("person")), name="appointment_is_not_given_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | (~Q(approved_by=F("appointed_by")) & ~Q(approved_by=F("person"))),
                name="appointment_two_people_agree",
            ),
            models.CheckConstraint(condition=Q(role__in=AppointmentRole.values), name="appointment_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.edition_id}"
