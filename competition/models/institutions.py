"""Regions, institutions and their units, with the dates between which they were so."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    """Level of a region."""

    PROVINCE = "PROVINCE", _("Provinsi")
    REGENCY = "REGENCY", _("Kabupaten")
    CITY = "CITY", _("Kota")


class TimeZone(models.TextChoices):
    """The three zones of Indonesia; none has daylight saving."""

    WIB = "WIB", "WIB"
    WITA = "WITA", "WITA"
    WIT = "WIT", "WIT"


class InstitutionKind(models.TextChoices):
    """The seven kinds of institution that may enter."""

    MINISTRY = "MINISTRY", _("Kementerian")
    AGENCY = "AGENCY", _("Lembaga")
    PROVINCE = "PROVINCE", _("Pemerintah provinsi")
    REGENCY = "REGENCY", _("Pemerintah kabupaten")
    CITY = "CITY", _("Pemerintah kota")
    BUMN = "BUMN", _("BUMN")
    BUMD = "BUMD", _("BUMD")


# Who may be the parent of a BUMD.
GOVERNMENTS = (InstitutionKind.PROVINCE, InstitutionKind.REGENCY, InstitutionKind.CITY)


class Region(models.Model):
    """A province, regency or city under its Kemendagri code; codes change, so a row is true between two dates."""

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=RegionKind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    time_zone = models.CharField(max_length=4, choices=TimeZone)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ("code", "id")
        constraints = [
            models.UniqueConstraint(fields=("code", "valid_from"), name="region_code_once_per_period"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="region_period_is_real"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """The entrant of record. A BUMD's `parent` is the local government that administers its account."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=InstitutionKind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="institutions")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name", "id")
        # Lists of proposals are read in this order.
        indexes = [models.Index(Lower("name"), name="institution_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="institution_period_is_real"
            ),
            models.CheckConstraint(condition=Q(kind__in=InstitutionKind.values), name="institution_kind_is_known"),
            # A trigger holds the other half: the parent is a local government. So there are two levels and no circle.
            models.CheckConstraint(condition=Q(parent=None) | Q(kind="BUMD"), name="institution_parent_is_of_a_bumd"),
            models.UniqueConstraint(
                Lower("name"),
                "kind",
                "region",
                condition=Q(valid_until=None),
                nulls_distinct=False,
                name="institution_name_once_per_region",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, day: date) -> bool:
        """Say whether the institution exists on this day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class Unit(models.Model):
    """A service unit inside an institution: the one that innovates and writes."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)
    # The first day on which it no longer works. What it wrote stays its own.
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("institution", "name"), name="unit_name_once_per_institution")]

    def __str__(self) -> str:
        return self.name
