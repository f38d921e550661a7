"""An institution asks to join: who it is, whom to invite, and the letter that says so."""

from django.db import models
from django.db.models import Q

from competition.codes import new_code
from competition.inspecting import refusal_text
from competition.models.institutions import Institution, InstitutionKind, Region
from competition.states import AdmissionState


class Admission(models.Model):
    """A request to join, decided once by the secretariat. `institution` is set when one is meant that is listed already,
    and at the latest when the request is verified.

    The letter lies in the storage under `letter_path`, as it was filed. It is looked at once (`letter_checked_at`): then
    there is a cleaned copy, which is what readers get, or the reason why nobody gets one.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=10, choices=InstitutionKind)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="admissions")
    contact_name = models.CharField(max_length=150)
    contact_position = models.CharField(max_length=150)
    contact_email = models.EmailField()
    language = models.CharField(max_length=2, default="id")
    letter_name = models.CharField(max_length=120)
    letter_type = models.CharField(max_length=4)
    letter_size = models.PositiveIntegerField()
    letter_sha256 = models.CharField(max_length=64)
    letter_path = models.CharField(max_length=100, unique=True)
    letter_cleaned = models.CharField(max_length=100, blank=True)
    letter_refusal = models.CharField(max_length=10, blank=True)
    # What `competition.inspecting.refusal_text` needs besides the code.
    letter_figures = models.JSONField(default=dict, blank=True)
    letter_checked_at = models.DateTimeField(null=True, blank=True)
    # Set after a try that told nothing, as while the scanner is away.
    letter_check_after = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=AdmissionState, default=AdmissionState.WAITING)
    reason = models.TextField(blank=True)
    filed_at = models.DateTimeField()
    decided_by = models.ForeignKey("competition.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("filed_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AdmissionState.values), name="admission_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="WAITING", decided_by=None, decided_at=None)
                | ~Q(state="WAITING") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="admission_decided_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="VERIFIED") | Q(institution__isnull=False), name="admission_verified_has_an_institution"
            ),
            models.CheckConstraint(condition=~Q(state="REFUSED") | ~Q(reason=""), name="admission_refused_has_a_reason"),
            models.CheckConstraint(
                condition=Q(letter_checked_at=None, letter_cleaned="", letter_refusal="")
                | Q(letter_checked_at__isnull=False, letter_check_after=None) & (Q(letter_cleaned="") ^ Q(letter_refusal="")),
                name="admission_letter_has_one_verdict",
            ),
            models.UniqueConstraint(
                fields=("name_key", "kind", "region", "contact_email"),
                condition=Q(state="WAITING"),
                nulls_distinct=False,
                name="admission_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=("state", "filed_at"), name="admission_waiting"),
            models.Index(fields=("filed_at",), condition=Q(letter_checked_at=None), name="admission_letter_open"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def letter_problem(self) -> str:
        """Why nobody gets the letter, in today's language; empty when it was not refused."""
        return refusal_text(self.letter_refusal, self.letter_figures) if self.letter_refusal else ""
