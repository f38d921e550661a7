"""Released results bundles, as the public may have them. A row is written by the release itself, so none waits for a clock."""

from submissions.models import ResultsBundle


def bundles_of(year: int) -> list[ResultsBundle]:
    """Return the bundles of the year that are out, the latest first, without their archives."""
    bundles = ResultsBundle.objects.filter(edition__year=year).select_related("edition")
    return list(bundles.defer("archive").order_by("-released_at", "-pk"))


def bundle_file(year: int, code: str) -> ResultsBundle | None:
    """Return one bundle that is out, with its archive."""
    bundles = ResultsBundle.objects.filter(edition__year=year, fingerprint__startswith=code)
    return bundles.first() if len(code) == ResultsBundle.CODE_LENGTH else None
