"""The plan of a visit, and why it is changed or called off."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from judging.models.assignment import ConflictKind
from judging.operations.visits import Plan

Choices = Iterable[tuple[int, str]]
ABSENT = "ABSENT"


class PlanForm(PlainErrors, forms.Form):
    """Where a team goes, when, and who. `judges` are (id, name) pairs."""

    place = forms.CharField(label=_("Tempat bertemu"), help_text=_("Misalnya nama kantor dan alamatnya."), max_length=200)
    starts_on = forms.DateField(label=_("Hari pertama"))
    ends_on = forms.DateField(label=_("Hari terakhir"), help_text=_("Kosongkan bila hanya satu hari."), required=False)
    panelists = forms.TypedMultipleChoiceField(label=_("Panelis"), widget=forms.CheckboxSelectMultiple, coerce=int)
    evaluators = forms.TypedMultipleChoiceField(label=_("Evaluator"), widget=forms.CheckboxSelectMultiple, coerce=int)

    def __init__(self, *args: Any, judges: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        judges = list(judges)
        for name in ("panelists", "evaluators"):
            self.fields[name].choices = judges
        for name in ("starts_on", "ends_on"):
            self.fields[name].size = "medium"

    def plan(self) -> Plan:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        days = (given["starts_on"], given["ends_on"] or given["starts_on"])
        return Plan(given["place"], *days, tuple(given["panelists"]), tuple(given["evaluators"]))


class NewVisitForm(PlanForm):
    """The same with the proposal. `places` are (id, name) pairs of those to which nobody goes yet."""

    proposal = forms.TypedChoiceField(label=_("Proposal"), coerce=int)
    field_order = ("proposal",)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].choices = [("", "–"), *places]


class ChangeVisitForm(PlanForm):
    """The same with a reason."""

    reason = forms.CharField(
        label=_("Alasan perubahan"),
        help_text=_("Alasan ini tampil di surat kepada tim dan instansi."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class LeaveForm(PlainErrors, forms.Form):
    """Why somebody of the team does not go: no time, or a tie."""

    why = forms.ChoiceField(
        label=_("Mengapa Anda mundur?"),
        choices=[(ABSENT, _("Tidak dapat hadir")), *ConflictKind.choices],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Hanya penyelenggara yang membacanya."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def kind(self) -> str:
        """Return the kind of tie, if it is one; call it on a form without errors."""
        why = self.cleaned_data["why"]
        return "" if why == ABSENT else why


class CancelVisitForm(PlainErrors, forms.Form):
    """Why a visit is called off."""

    reason = forms.CharField(
        label=_("Alasan pembatalan"),
        help_text=_("Alasan ini tampil di surat kepada tim dan instansi."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
