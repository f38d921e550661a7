"""What an agency brings to its interview: one file comes in, one is handed out, one is taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition.scans import MEGABYTE
from competition.verdict import Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from judging.access import interview_to_see, material_to_read
from judging.forms.interviews import MaterialForm
from judging.operations.materials import add_material, remove_material
from submissions.views.attaching import as_path
from submissions.views.documents import hand_out

# A file at the limit, and room for the form around it.
MOST_POSTED = 6 * MEGABYTE


@require_POST
@reads_at_most(MOST_POSTED)
@login_required
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Take one presentation, and return to the page of the slot."""
    at = instant(request)
    slot = interview_to_see(code, request.user, at)
    form = MaterialForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused(form.errors["file"][0])
        given = form.cleaned_data["file"]
        with as_path(given) as path:
            found = add_material(slot=slot, person=request.user, file=path, name=given.name, at=at)
        messages.success(request, _("Berkas %(name)s tersimpan.") % {"name": found.name})
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("judging:interview", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: HttpRequest, code: str, material: str) -> HttpResponse:
    """Hand out the cleaned copy to the agency and to the judges of its room; a POST of the agency takes it back."""
    at = instant(request)
    if request.method != "POST":
        return hand_out(material_to_read(code, material, request.user, at))
    try:
        remove_material(slot=interview_to_see(code, request.user, at), code=material, person=request.user, at=at)
        messages.success(request, _("Berkas dihapus."))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("judging:interview", code)
