"""When a request was here, which is not when its turn came: a full house must not cost anybody a deadline.

Our own proxy stamps each request, once all of it has arrived, with `X-Received-At` (deploy/nginx.conf, seconds with their
fraction) over whatever the sender wrote there. The stamp is believed for as long as a queue may last, and never when it lies
ahead of the database's clock.
"""

import re
from datetime import UTC, datetime, timedelta

LONGEST_QUEUE = timedelta(seconds=120)
_STAMP = re.compile(r"[0-9]{1,11}(\.[0-9]{1,6})?", re.ASCII)


def arrived_at(stamp: str, at: datetime) -> datetime:
    """Return the instant of the stamp, if it is one and at most 120 seconds before `at`; else `at`."""
    if not _STAMP.fullmatch(stamp):
        return at
    seconds, _point, fraction = stamp.partition(".")
    received = datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(fraction.ljust(6, "0")))
    return received if timedelta(0) <= at - received <= LONGEST_QUEUE else at
