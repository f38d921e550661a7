"""Released results bundles, as the public may have them."""

from datetime import datetime

from submissions.models import ResultsBundle


def bundles_at(year: int, at: datetime) -> list[ResultsBundle]:
    """Return the bundles of the year that are out, the latest first, without their archives."""
    bundles = ResultsBundle.objects.filter(edition__year=year, released_at__lte=at).select_related("edition")
    return list(bundles.defer("archive").order_by("-released_at", "-pk"))


def bundle_file(year: int, code: str, at: datetime) -> ResultsBundle | None:
    """Return one bundle that is out, with its archive."""
    bundles = ResultsBundle.objects.filter(edition__year=year, released_at__lte=at, fingerprint__startswith=code)
    return bundles.first() if len(code) == ResultsBundle.CODE_LENGTH else None
