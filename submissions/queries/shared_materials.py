"""What is handed on of an innovation, as the public, its team and the secretariat see it."""

from django.db.models import QuerySet, Sum

from submissions.materials import MaterialState
from submissions.models import Innovation, SharedMaterial


def shown_materials_of(innovation: Innovation) -> list[SharedMaterial]:
    """Return what the public may fetch, with `fetched`, how often it was. One query."""
    return list(_counted(SharedMaterial.objects.filter(innovation=innovation, state=MaterialState.PUBLIC)))


def materials_of(innovation: Innovation) -> list[SharedMaterial]:
    """Return all of an innovation for its team, the last first, with `fetched`. One query."""
    return list(_counted(SharedMaterial.objects.filter(innovation=innovation)).order_by("-added_at", "-pk"))


def materials_in(state: str) -> QuerySet[SharedMaterial]:
    """Return all in a state for the secretariat, what waits longest first."""
    found = SharedMaterial.objects.filter(state=state).select_related("innovation__institution", "file")
    return found.order_by("state_since", "pk")


def material_of_code(code: str) -> SharedMaterial | None:
    """Return a material with its innovation, its file and who offered it."""
    around = ("innovation__institution", "file", "added_by", "decided_by")
    return SharedMaterial.objects.filter(code=code).select_related(*around).first()


def public_material(code: str) -> SharedMaterial | None:
    """Return a file that the public may fetch: let through, and of an innovation that still is public."""
    shown = SharedMaterial.objects.filter(code=code, state=MaterialState.PUBLIC, innovation__is_public=True, video_key="")
    return shown.select_related("file").first()


def _counted(found: QuerySet[SharedMaterial]) -> QuerySet[SharedMaterial]:
    return found.select_related("file").annotate(fetched=Sum("downloads__number", default=0))
