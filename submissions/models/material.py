"""What an institution hands on of a public innovation, and how often it was fetched."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code
from submissions.materials import Licence, MaterialKind, MaterialLanguage, MaterialState

CODE_LENGTH = 12


class SharedMaterial(models.Model):
    """A file or a video of an innovation. What was offered never changes (a trigger); the public sees it once the secretariat
    let it through, and until the institution takes it back."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    innovation = models.ForeignKey("submissions.Innovation", on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=10, choices=MaterialKind)
    title = models.CharField(max_length=150)
    language = models.CharField(max_length=6, choices=MaterialLanguage, default=MaterialLanguage.ID)
    licence = models.CharField(max_length=8, choices=Licence)
    file = models.OneToOneField(
        "submissions.Enclosure", on_delete=models.PROTECT, null=True, blank=True, related_name="shared_material"
    )
    video_key = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=9, choices=MaterialState, default=MaterialState.WAITING)
    state_since = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MaterialState.values), name="shared_material_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=MaterialKind.values, language__in=MaterialLanguage.values) & ~Q(title=""),
                name="shared_material_says_what",
            ),
            models.CheckConstraint(
                condition=Q(licence__in=Licence.values) & (~Q(licence="LAW") | Q(kind="REGULATION")),
                name="shared_material_licence_fits",
            ),
            models.CheckConstraint(
                condition=Q(kind="VIDEO", file=None) & ~Q(video_key="")
                | ~Q(kind="VIDEO") & Q(file__isnull=False, video_key=""),
                name="shared_material_is_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("PUBLIC", "REFUSED")) | Q(decided_by__isnull=False) & ~Q(decided_by=F("added_by")),
                name="shared_material_is_judged_by_another",
            ),
            models.CheckConstraint(condition=~Q(state="REFUSED") | ~Q(reason=""), name="shared_material_refused_says_why"),
        ]
        indexes = [
            models.Index(fields=("added_at",), condition=Q(state="WAITING"), name="shared_material_waiting"),
        ]

    def __str__(self) -> str:
        return self.title


class MaterialDownloads(models.Model):
    """How often a material was fetched on a day. By whom is written nowhere."""

    material = models.ForeignKey(SharedMaterial, on_delete=models.PROTECT, related_name="downloads")
    day = models.DateField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("material", "day"), name="material_downloads_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.number}"
