"""What every door says to an insider who may not."""

from django.core.exceptions import PermissionDenied

from competition.verdict import Verdict


def allow(verdict: Verdict) -> None:
    """Let pass, or tell why not.

    :raises PermissionDenied: the verdict is a no; it carries the reason.
    """
    if not verdict:
        raise PermissionDenied(verdict.reason)
