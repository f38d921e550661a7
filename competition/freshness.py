"""Which generation the public pages are of. Whoever changes what the public sees ends the present one."""

import time

from django.core.cache import cache

KEY = "public-version"
# Stands in the surroundings of a request that wants a page as it is now, and leaves none behind; no header can say it.
MADE_ANEW = "kipp.made_anew"


def public_version() -> int:
    """Return the present generation; 0 when none was ever ended, or the shared cache is away."""
    return cache.get(KEY, 0)


def renew_public_pages() -> None:
    """Let every process make its public pages anew. Call it after the commit of what changed."""
    cache.set(KEY, time.time_ns(), None)
