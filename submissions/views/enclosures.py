"""Handing out a scanned file that belongs to no proposal."""

from django.http import HttpResponse

from competition.scans import CONTENT_TYPES
from submissions.models import Enclosure
from submissions.queries.enclosures import enclosure_to_hand_out


def hand_out_enclosure(enclosure: Enclosure | None, name: str) -> HttpResponse:
    """Return the cleaned copy as a file to keep, never as a page; raises as `enclosure_to_hand_out`."""
    content = enclosure_to_hand_out(enclosure)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{enclosure.kind.lower()}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=CONTENT_TYPES[enclosure.kind], headers=headers)
