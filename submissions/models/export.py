"""A table of proposals that somebody asked for as a file."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competition.codes import new_code

FOLDER = "exports"
KEPT = timedelta(hours=24)


class ExportForm(models.TextChoices):
    """What kind of file; the value is its ending."""

    XLSX = "xlsx", _("XLSX (lembar kerja)")
    CSV = "csv", _("CSV (teks)")


class ExportState(models.TextChoices):
    """Where an export is; computed, never stored."""

    WAITING = "WAITING", _("Menunggu giliran")
    WRITING = "WRITING", _("Sedang ditulis")
    READY = "READY", _("Siap diunduh")
    FAILED = "FAILED", _("Gagal")


class ExportFailure(models.TextChoices):
    """Why there is no file, in a sentence for whoever asked for it."""

    LOST = (
        "LOST",
        _("Pembuatannya dua kali terhenti, jadi tidak dicoba lagi. Buat lagi dari daftar; bila terulang, hubungi bantuan."),
    )
    NOT_KEPT = (
        "NOT_KEPT",
        _("Tempat penyimpanan berkas penuh atau tidak dapat dihubungi. Coba lagi nanti, atau hubungi bantuan."),
    )
    NOT_ALLOWED = "NOT_ALLOWED", _("Anda tidak lagi bertugas di sekretariat kompetisi ini.")


class Export(models.Model):
    """One file for one person, kept a day. The row is the job: what was asked, how far it is, and what became of it.

    `beat_at` is when its worker last said that it goes on; a worker that has been silent for long is dead.
    """

    code = models.CharField(max_length=20, unique=True, default=partial(new_code, 20), editable=False)
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=4, choices=ExportForm)
    # The filter of the list as it was on the screen (`submissions.queries.pipeline.PipelineFilter`).
    asked = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=11, choices=ExportFailure, blank=True)
    # In bytes; None until the file is whole.
    size = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(form__in=ExportForm.values), name="export_form_is_known"),
            models.CheckConstraint(condition=Q(failed_at=None) | Q(size=None), name="export_ends_once"),
            models.CheckConstraint(
                condition=Q(failed_at=None, failure="") | Q(failed_at__isnull=False, failure__in=ExportFailure.values),
                name="export_failure_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def stored(self) -> str:
        """The name the file is kept under."""
        return f"{FOLDER}/{self.code}.{self.form}"

    @property
    def ends_at(self) -> datetime:
        """When the file goes."""
        return self.asked_at + KEPT

    @property
    def state(self) -> ExportState:
        """Where it is."""
        if self.failed_at is not None:
            return ExportState.FAILED
        if self.size is not None:
            return ExportState.READY
        return ExportState.WRITING if self.begun_at is not None else ExportState.WAITING
