"""The files of the proposal a judge reads: those that were sent with it, and of these only what was found clean."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from competition.views.edge import instant
from judging.access import file_to_read
from judging.models import Assignment
from judging.queries.desk import FrozenText
from submissions.models import Document
from submissions.queries.documents import Shelf
from submissions.states import DocumentState
from submissions.views.documents import hand_out
from submissions.views.shelves import sent_groups


def files_of(assignment: Assignment, text: FrozenText) -> dict:
    """Return what the sheet prints of the files: those that are ready, how many are not, and the video."""

    def url_of(document: Document) -> str:
        return reverse("judging:file", args=[assignment.code, document.code])

    ready = [Shelf(one.purpose, [file for file in one.documents if file.state == DocumentState.READY]) for one in text.shelves]
    shown = sum(len(one.documents) for one in ready)
    return {
        "files": sent_groups(ready, url_of),
        "hidden": sum(len(one.documents) for one in text.shelves) - shown,
        "video": text.submission.snapshot["content"].get("video", ""),
    }


@login_required
@require_safe
def file(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """Hand out a file of the frozen proposal to the judge who accepted to read it."""
    return hand_out(file_to_read(code, document, request.user, instant(request)))
