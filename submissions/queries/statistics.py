"""What the public statistics need beside the counts."""

from competition.models import Region
from competition.models.institutions import RegionKind


def province_codes() -> dict[str, str]:
    """Return the code of each province by its name, as institutions' regions name it; one query."""
    provinces = Region.objects.filter(kind=RegionKind.PROVINCE).order_by("valid_from", "pk")
    return {one.name: one.code for one in provinces}
