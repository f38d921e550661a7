"""What a team hands on of its innovation, and fetching it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.inspecting import FileRefused, NotChecked
from competition.scans import MEGABYTE, MOST_BYTES
from competition.storage import NotOpened
from competition.verdict import NotAllowed, Refused
from competition.views.bodies import reads_at_most
from competition.views.edge import instant
from submissions.access.shared_materials import innovation_to_share, material_to_fetch, material_to_withdraw
from submissions.forms.shared_materials import SharedMaterialForm
from submissions.materials import OPEN, MaterialState, is_download
from submissions.models import SharedMaterial
from submissions.operations.shared_materials import count_download, share_material, withdraw_material
from submissions.queries.enclosures import EnclosureMissing
from submissions.queries.shared_materials import materials_of
from submissions.videos import Video
from submissions.views.enclosures import hand_out_enclosure

KINDS = {
    MaterialState.WAITING: "now",
    MaterialState.PUBLIC: "ok",
    MaterialState.REFUSED: "bad",
    MaterialState.WITHDRAWN: "quiet",
}


@reads_at_most(MOST_BYTES + MEGABYTE)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def innovation_materials(request: HttpRequest, code: str) -> HttpResponse:
    """Show a team what it hands on of its innovation, and take one more."""
    at = instant(request)
    innovation = innovation_to_share(code, request.user, at)
    form = SharedMaterialForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    status = 200
    if form.is_valid():
        try:
            share_material(innovation=innovation, person=request.user, offer=form.offer(), thing=form.thing(), at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Bahan disimpan. Umum melihatnya setelah sekretariat memeriksanya."))
            return redirect("submissions:innovation_materials", code)
    rows = [material_row(one) for one in materials_of(innovation)]
    context = {"innovation": innovation, "form": form, "rows": rows}
    return render(request, "submissions/materials/team.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a material back."""
    at = instant(request)
    found = material_to_withdraw(code, request.user, at)
    try:
        withdraw_material(material=found, person=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Bahan ditarik. Umum tidak melihatnya lagi."))
    return redirect("submissions:innovation_materials", found.innovation.code)


@require_safe
def shared_material(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out a file to everybody, and count that; no session is opened and nothing of the reader is kept."""
    request.is_public = True
    found = material_to_fetch(code)
    try:
        answer = hand_out_enclosure(found.file, f"bahan-{found.code}")
    except (EnclosureMissing, FileRefused, NotChecked, NotOpened) as error:
        raise Http404 from error
    if is_download(request.method, request.headers):
        count_download(material=found, at=instant(request))
    return answer


def material_row(one: SharedMaterial) -> dict[str, Any]:
    """Return a material as the pages print it; `fetched` where it was counted."""
    elsewhere = Video("YOUTUBE", one.video_key).address if one.video_key else ""
    return {
        "one": one,
        "url": elsewhere or reverse("submissions:shared_material", args=[one.code]),
        "is_elsewhere": bool(elsewhere),
        "state": {"word": one.get_state_display(), "kind": KINDS[MaterialState(one.state)]},
        "is_shown": one.state == MaterialState.PUBLIC,
        "is_open": one.state in OPEN,
        "fetched": getattr(one, "fetched", 0),
        "problem": one.file.problem if one.file else "",
    }
