"""What of a published list is to be corrected, why, and what becomes of a correction that was proposed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.forms.admissions import LineField
from competition.wording import PlainErrors
from judging.operations.errata import Change, NextInLine
from submissions.models import Outcome, Proposal
from submissions.models.erratum import ErratumKind

CONFIRM, DROP = "sahkan", "batalkan"
NOBODY = "tanpa"


class Reasoned(PlainErrors, forms.Form):
    """Why the list is corrected, in words for everybody; the last field of each form."""

    reason = forms.CharField(
        label=_("Alasan ralat"),
        help_text=_("Tampil pada halaman hasil dan dalam surat kepada tim. Jangan memuat nilai atau nama perseorangan."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class WordsForm(Reasoned):
    """The words of one entry, as they should be."""

    title = LineField(label=_("Judul inovasi"), max_length=200)
    unit_name = LineField(label=_("Nama unit"), max_length=200)
    institution_name = LineField(label=_("Nama instansi"), max_length=200)
    category_name = forms.ChoiceField(label=_("Kategori"))
    field_order = ("title", "unit_name", "institution_name", "category_name", "reason")

    def __init__(self, *args: Any, outcome: Outcome, categories: dict[str, str], **kwargs: Any) -> None:
        self.outcome = outcome
        names = ("title", "unit_name", "institution_name", "category_name")
        super().__init__(*args, initial={name: getattr(outcome, name) for name in names}, **kwargs)
        # A name that the edition no longer has stays a choice: it is what stands on the list.
        self.fields["category_name"].choices = list(({outcome.category_name: outcome.category_name} | categories).items())

    def change(self) -> Change:
        """Return what the operation takes; call it on a form without errors."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return Change(ErratumKind.WORDS, self.outcome, words)


class SuccessorForm(Reasoned):
    """Who comes in: somebody who is next in line, or nobody."""

    successor = forms.ChoiceField(label=_("Siapa yang menggantikan"), widget=forms.RadioSelect)
    field_order = ("successor", "reason")

    def __init__(self, *args: Any, outcome: Outcome | None, line: list[NextInLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome, self.line = outcome, {one.proposal.code: one.proposal for one in line}
        choices = [(code, f"{one.title} ({one.institution})") for code, one in self.line.items()]
        if outcome is not None:
            choices.append((NOBODY, _("Tanpa pengganti")))
        self.fields["successor"].choices = choices
        if len(choices) == 1:
            self.fields["successor"].initial = choices[0][0]

    def change(self) -> Change:
        """Return what the operation takes; call it on a form without errors."""
        successor: Proposal | None = self.line.get(self.cleaned_data["successor"])
        kind = ErratumKind.ADDED if self.outcome is None else ErratumKind.REMOVED
        return Change(kind, self.outcome, successor=successor)


class DecideForm(PlainErrors, forms.Form):
    """Which button was pressed, and which correction was on the page."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (DROP, DROP)])
