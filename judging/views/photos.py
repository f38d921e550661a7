"""Pictures of a visit: one comes in, one is shown, one goes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition.inspecting import NotChecked
from competition.scans import CONTENT_TYPES, MEGABYTE
from competition.storage import FileMissing, NotKept, open_file
from competition.verdict import NotAllowed, Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from judging.access import photo_to_see, visit_to_make
from judging.forms.findings import PhotoForm
from judging.models import VisitPhoto
from judging.operations.photos import add_photo, remove_photo
from submissions.views.attaching import as_path
from submissions.views.documents import SANDBOX

# A picture at the limit, and room for the form around it.
MOST_POSTED = 11 * MEGABYTE


@require_POST
@reads_at_most(MOST_POSTED)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Take one picture, from a form or, told in JSON, from a page that sends those of a trip one by one.

    401 asks to sign in again; 403, 404 and 422: sending it again is in vain; 503: later.
    """
    if not (request.accepts("application/json") and not request.accepts("text/html")):
        return _add_and_return(request, code)
    if not request.user.is_authenticated:
        return JsonResponse({"message": _("Sesi Anda sudah berakhir. Masuk lagi untuk mengirim foto.")}, status=401)
    try:
        name = _add(request, code)
    except NotAllowed as refusal:
        return JsonResponse({"message": refusal.reason}, status=403)
    except (NotChecked, NotKept) as refusal:
        return JsonResponse({"message": refusal.reason}, status=503)
    except Refused as refusal:
        return JsonResponse({"message": refusal.reason}, status=422)
    return JsonResponse({"message": _("Foto %(name)s tersimpan.") % {"name": name}})


@login_required
def _add_and_return(request: HttpRequest, code: str) -> HttpResponse:
    try:
        messages.success(request, _("Foto %(name)s tersimpan.") % {"name": _add(request, code)})
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("judging:findings", code)


def _add(request: HttpRequest, code: str) -> str:
    """Take the picture and return its name; raises as `add_photo`."""
    at = instant(request)
    visit = visit_to_make(code, request.user, at)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(next(iter(form.errors.values()))[0])
    given = form.cleaned_data["file"]
    about = {"visit": visit, "person": request.user, "keeps_place": form.cleaned_data["keeps_place"], "at": at}
    with as_path(given) as path:
        return add_photo(file=path, name=given.name, **about).name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, code: str, photo: str) -> HttpResponse:
    """Show the cleaned copy of a picture, or with `kecil` the small one of a list; a POST of the team removes it."""
    at = instant(request)
    if request.method == "POST":
        try:
            remove_photo(visit=visit_to_make(code, request.user, at), code=photo, person=request.user, at=at)
            messages.success(request, _("Foto dihapus."))
        except Refused as refusal:
            messages.error(request, refusal.reason)
        return redirect("judging:findings", code)
    return _handed_out(photo_to_see(code, photo, request.user, at), is_small="kecil" in request.GET)


def _handed_out(found: VisitPhoto, *, is_small: bool) -> FileResponse:
    """Return the picture; one without a small copy as it is."""
    name, kind = (found.small, "JPG") if is_small and found.small else (found.stored, found.kind)
    try:
        content = open_file(name)
    except FileMissing as error:
        raise Http404 from error
    response = FileResponse(content, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
