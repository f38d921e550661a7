"""What somebody typed: bound to a form, and never thrown away, also when the act itself is refused."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from competition.parking import MARK
from competition.verdict import NotAllowed

View = Callable[..., HttpResponse]
NOT_TYPED = {
    "csrfmiddlewaretoken",
    MARK,
    "version",
    "then",
    "is_done",
    "shown_hash",
    "statement",
    "category",
    "group",
    "unit",
    "whom",
    "upload",
}


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, also when it is nothing; None for a request that posts nothing, so that no form is bound."""
    return request.POST if request.method == "POST" else None


def keeps_text(view: View) -> View:
    """Answer a refused POST with the reason and everything that was typed; a refused GET goes on as it is.

    Only insiders are refused (strangers get a 404), so the page may link to the proposal.
    """

    @wraps(view)
    def serve(request: HttpRequest, code: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, code, **kwargs)
        except (PermissionDenied, NotAllowed) as refusal:
            if request.method != "POST":
                raise
            texts = [text for name, text in request.POST.items() if name not in NOT_TYPED and text.strip()]
            context = {"reason": str(refusal), "texts": texts, "code": code}
            return render(request, "submissions/drafts/refused.html", context, status=403)

    return serve
