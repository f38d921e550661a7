"""What became of institutions: the names they had, and how one came out of another. Rows that nobody changes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models.institutions import Institution


class InstitutionName(models.Model):
    """A name an institution had before the one it bears now: true from one day up to, not including, another."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        ordering = ("valid_from", "id")
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="institution_name_period_is_real"),
            # The institution as a range of one number: equality beside a range would need an extension.
            ExclusionConstraint(
                name="institution_names_do_not_overlap",
                expressions=[
                    (
                        Func(
                            "institution",
                            "institution",
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        "&&",
                    ),
                    (Func("valid_from", "valid_until", function="daterange", output_field=DateRangeField()), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeKind(models.TextChoices):
    """What can become of an institution."""

    RENAMED = "RENAMED", _("Berganti nama")
    SPLIT = "SPLIT", _("Dipecah")
    MERGED = "MERGED", _("Digabung")
    CLOSED = "CLOSED", _("Ditutup")
    MOVED = "MOVED", pgettext_lazy("institution", "Pindah induk")
    UNIT_MOVED = "UNIT_MOVED", _("Unit pindah")


class InstitutionChange(models.Model):
    """One act about an institution, as a letter ordered it. A split names what was split, a merger what came out of it."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    on = models.DateField()
    letter_number = models.CharField(max_length=80)
    reason = models.TextField()
    # What stood before and after in the words of that day: a name, the name of the parent, or of a unit and its institution.
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("competition.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "id")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="institution_change_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(letter_number="") & ~Q(reason=""), name="institution_change_has_its_letter_and_reason"
            ),
            models.UniqueConstraint(fields=("institution",), condition=Q(kind="CLOSED"), name="institution_is_closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.institution_id}"


class InstitutionLink(models.Model):
    """One institution came out of another by a split or a merger."""

    change = models.ForeignKey(InstitutionChange, on_delete=models.PROTECT, related_name="links")
    predecessor = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="successor_links")
    successor = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="predecessor_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("change", "predecessor", "successor"), name="institution_link_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="institution_does_not_succeed_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"
