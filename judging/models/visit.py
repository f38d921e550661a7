"""A team looks at a proposal where it is at work: the plan, who goes, what they found, and the pictures they took."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.codes import new_code
from judging.states import VisitState


class Seat(models.TextChoices):
    """What somebody of the team stands for. Both are appointed judges of the edition."""

    PANELIST = "PANELIST", _("Panelis")
    EVALUATOR = "EVALUATOR", _("Evaluator")


class Ask(models.TextChoices):
    """The three questions of a visit."""

    APPLIED = "APPLIED", _("Apakah inovasi ini benar-benar diterapkan?")
    FELT = "FELT", _("Apakah masyarakat merasakan manfaatnya?")
    REPLICABLE = "REPLICABLE", _("Apakah inovasi ini dapat direplikasi di tempat lain?")


class Answer(models.TextChoices):
    """What a team answers. Never a number: a visit confirms or not, and enters no score by itself."""

    YES = "YES", pgettext_lazy("visit", "Ya")
    PARTLY = "PARTLY", pgettext_lazy("visit", "Sebagian")
    NO = "NO", pgettext_lazy("visit", "Tidak")


class Visit(models.Model):
    """One journey to one proposal in a round. `version` counts what was saved of plan and form; a yes is to a version.

    `spoken_to` says in words who was asked, by role and number: no names of citizens. `receipt_hash` comes with the last yes.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    round = models.ForeignKey("competition.Round", on_delete=models.PROTECT, related_name="visits")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="visits")
    place = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=9, choices=VisitState, default=VisitState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    spoken_to = models.TextField(blank=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_is_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="visit_days_are_in_order"),
            models.CheckConstraint(
                condition=Q(state="DONE", done_at__isnull=False) & ~Q(receipt_hash="")
                | ~Q(state="DONE") & Q(done_at=None, receipt_hash=""),
                name="visit_receipt_comes_with_the_end",
            ),
            models.UniqueConstraint(
                fields=("round", "proposal"), condition=~Q(state="CANCELLED"), name="visit_once_per_round_and_proposal"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VisitMember(models.Model):
    """Somebody of the team, and their own yes to what the form says in one version, with what they add in their own words."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    seat = models.CharField(max_length=9, choices=Seat)
    statement = models.TextField(blank=True)
    confirmed_version = models.PositiveIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("seat", "person__name", "id")
        constraints = [
            models.UniqueConstraint(fields=("visit", "person"), name="visit_member_once_per_visit"),
            models.CheckConstraint(condition=Q(seat__in=Seat.values), name="visit_member_seat_is_known"),
            models.CheckConstraint(
                condition=Q(confirmed_version=None, confirmed_at=None)
                | Q(confirmed_version__isnull=False, confirmed_at__isnull=False),
                name="visit_member_yes_is_to_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.person_id} {self.seat}"

    @property
    def has_confirmed(self) -> bool:
        """Whether the member said yes to what stands there now; the visit was read with it."""
        return self.confirmed_version == self.visit.version


class Finding(models.Model):
    """The answer to one of the three questions, and what was seen of it."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    ask = models.CharField(max_length=10, choices=Ask)
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    seen = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("visit", "ask"), name="finding_once_per_question"),
            models.CheckConstraint(condition=Q(ask__in=Ask.values), name="finding_question_is_known"),
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="finding_answer_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.ask} {self.answer}"


class VisitPhoto(models.Model):
    """A picture of a visit. Kept is the cleaned copy alone, in which no place is named; `place` is latitude and longitude where
    somebody kept them on purpose. `sha256` is that of what was sent, so the same picture sent twice is there once."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=3)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    stored_sha256 = models.CharField(max_length=64)
    # A small copy for lists; pictures of before there were any have none.
    small = models.CharField(max_length=100, blank=True, default="")
    place = ArrayField(models.DecimalField(max_digits=9, decimal_places=6), size=2, null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("visit", "sha256"), name="visit_photo_once_per_visit"),
            models.CheckConstraint(condition=Q(kind__in=("JPG", "PNG")), name="visit_photo_is_a_picture"),
            models.CheckConstraint(condition=Q(place=None) | Q(place__len=2), name="visit_photo_place_is_two_numbers"),
        ]

    def __str__(self) -> str:
        return self.code
