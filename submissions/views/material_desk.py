"""What waits until the secretariat lets the public see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.inspecting import FileRefused, NotChecked
from competition.moderation import to_be_read
from competition.parking import give_back, parks
from competition.storage import NotOpened
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import edition_to_screen
from submissions.access.shared_materials import material_to_moderate
from submissions.forms.shared_materials import ModerationForm
from submissions.materials import MaterialState
from submissions.operations.shared_materials import let_material_through, refuse_material
from submissions.policy import may_moderate_material
from submissions.queries.enclosures import EnclosureMissing
from submissions.queries.shared_materials import materials_in
from submissions.views.enclosures import hand_out_enclosure
from submissions.views.shared_materials import material_row

PER_PAGE = 25


@login_required
@require_safe
def material_desk(request: HttpRequest) -> HttpResponse:
    """List materials by state, with what of their names somebody should look at."""
    edition_to_screen(request.user, instant(request))
    state = request.GET.get("status", "")
    if state not in MaterialState.values:
        state = MaterialState.WAITING
    page = Paginator(materials_in(state), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    tabs = [{"label": one.label, "url": f"?status={one}", "current": one == state} for one in MaterialState]
    rows = [material_row(one) | {"finds": ", ".join(to_be_read(one.title))} for one in page]
    return render(request, "submissions/materials/desk.html", {"tabs": tabs, "page": page, "rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("reason")
def moderate_material(request: HttpRequest, code: str) -> HttpResponse:
    """Show a material, and take whether the public sees it."""
    at = instant(request)
    found = material_to_moderate(code, request.user, at)
    form = give_back(request, ModerationForm(request.POST if request.method == "POST" else None))
    status = 200
    if form.is_valid():
        try:
            _decide(form, material=found, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Keputusan disimpan, dan yang mengunggahnya diberi tahu."))
            return redirect("submissions:material_desk")
    context = {"one": found, "row": material_row(found), "form": form, "finds": ", ".join(to_be_read(found.title))}
    context["can_decide"] = may_moderate_material(request.user, found, MaterialState.REFUSED, at)
    return render(request, "submissions/materials/one.html", context, status=status)


@login_required
@require_safe
def moderated_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the cleaned copy before the public gets it; this is no download that counts."""
    found = material_to_moderate(code, request.user, instant(request))
    try:
        return hand_out_enclosure(found.file, f"bahan-{found.code}")
    except EnclosureMissing as error:
        raise Http404 from error
    except (FileRefused, NotChecked, NotOpened) as refusal:
        messages.warning(request, _("Berkas tidak dapat dibuka: %(reason)s") % {"reason": refusal.reason})
        return redirect("submissions:moderate_material", code)


def _decide(form: ModerationForm, **known: object) -> None:
    if form.cleaned_data["decision"] == MaterialState.PUBLIC:
        let_material_through(**known)
    else:
        refuse_material(reason=form.cleaned_data["reason"], **known)
