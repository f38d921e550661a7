"""A file that comes with a form: alone on the page of its purpose, or beside an answer."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from competition.models import Question
from competition.scans import MEGABYTE
from competition.verdict import Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from submissions.access import document_of
from submissions.forms.documents import UploadForm
from submissions.models import Proposal
from submissions.operations.documents import upload_file
from submissions.purposes import Purpose, evidence_for
from submissions.views.shelves import limits_text

# The largest file an edition may allow, and room for the form around it. What is larger is not even read.
MOST_POSTED = 21 * MEGABYTE
# The button beside the field on an answer's page.
WITH_FILE = "file"

reads_no_more_than_a_file = reads_at_most(MOST_POSTED)


def take_file(request: HttpRequest, proposal: Proposal, purpose: Purpose, form: UploadForm) -> None:
    """Take the file of a form that is filled in, and say so; raises as `upload_file`."""
    code = form.cleaned_data["replaces"]
    replaces = document_of(proposal, code) if code else None
    given: UploadedFile = form.cleaned_data["file"]
    with as_path(given) as path:
        upload_file(
            proposal=proposal,
            person=request.user,
            purpose=purpose,
            file=path,
            name=given.name,
            replaces=replaces,
            at=instant(request),
        )
    messages.success(request, _("Berkas sudah diterima dan sedang diperiksa."))


def take_beside(request: HttpRequest, proposal: Proposal, question: Question) -> UploadForm | None:
    """Take the file that came beside an answer, whatever became of the text: a browser does not choose it again by itself.

    Return the form, with the reason when the file was refused; None where the question takes no files.
    """
    if not question.takes_files:
        return None
    hint = limits_text(proposal.edition, is_letter=False)
    comes = request.method == "POST" and ("file" in request.FILES or request.POST.get("then") == WITH_FILE)
    form = UploadForm({}, request.FILES, hint=hint) if comes else UploadForm(hint=hint)
    if form.is_valid():
        try:
            take_file(request, proposal, evidence_of(question), form)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
    return form


def say_refusal(request: HttpRequest, form: UploadForm | None) -> None:
    """Say why a file was refused, on a page that has no field for it."""
    for text in form.errors.get("file", ()) if form else ():
        messages.warning(request, text)


def evidence_of(question: Question) -> Purpose:
    """Return what the files beside an answer are for."""
    return evidence_for(question=question.pk, code=question.code, label=question.in_language("label"))


@contextmanager
def as_path(given: UploadedFile) -> Iterator[Path]:
    """Give a posted file a place on the disk for a moment."""
    with tempfile.NamedTemporaryFile(prefix="kipp-upload-") as file:
        for piece in given.chunks():
            file.write(piece)
        file.flush()
        yield Path(file.name)
