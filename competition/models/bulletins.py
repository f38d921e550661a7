"""Short words of the secretariat to everybody, from one instant until another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from competition.codes import new_code
from competition.models.editions import Edition, pick_language


class MailedTo(models.TextChoices):
    """Who also gets a bulletin as a letter, when it appears."""

    NOBODY = "NOBODY", _("Tidak dikirim sebagai surat")
    AGENCIES = "AGENCIES", _("Orang-orang instansi yang memiliki proposal pada edisi ini")
    JUDGES = "JUDGES", _("Penilai dan ketua panel")
    BOTH = "BOTH", _("Keduanya")


class Bulletin(models.Model):
    """A few sentences on the front page and on every desk: `starts_at <= t < ends_at`, unless it was taken down."""

    code = models.SlugField(max_length=20, unique=True, default=new_code)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="bulletins")
    text = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mail_to = models.CharField(max_length=10, choices=MailedTo, default=MailedTo.NOBODY)
    # When its letters were written, once.
    mailed_at = models.DateTimeField(null=True, blank=True)
    # Counts on with each change, which are all before it starts.
    version = models.PositiveIntegerField(default=1)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-starts_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="bulletin_window_is_real"),
            models.CheckConstraint(condition=~Q(text=""), name="bulletin_has_words"),
            models.CheckConstraint(condition=Q(mail_to__in=MailedTo.values), name="bulletin_readers_are_known"),
            models.CheckConstraint(
                condition=Q(taken_down_by=None, taken_down_at=None)
                | Q(taken_down_by__isnull=False, taken_down_at__isnull=False),
                name="bulletin_is_taken_down_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return pick_language(self.text, self.text_en)
