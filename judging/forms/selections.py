"""The chair's list: the note for the minutes, and one exchange by hand."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.verdict import Refused
from competition.wording import PlainErrors
from judging.operations.selections import MoveRefused, ReasonNeeded
from judging.selecting import Move


class SelectionForm(PlainErrors, forms.Form):
    """What goes with the proposed list. `outside` and `inside` are (code, text) pairs to choose the exchange from."""

    note = forms.CharField(
        label=_("Catatan untuk berita acara"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    move_in = forms.ChoiceField(label=_("Proposal yang dimasukkan"), required=False)
    move_out = forms.ChoiceField(label=_("Proposal yang dikeluarkan"), required=False)
    move_reason = forms.CharField(
        label=_("Alasan pertukaran"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )

    def __init__(self, *args, outside: Iterable[tuple[str, str]], inside: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("Tidak ada pertukaran"))]
        self.fields["move_in"].choices = [*nothing, *outside]
        self.fields["move_out"].choices = [*nothing, *inside]

    def say_whether_noted(self, needs_note: bool) -> None:
        """Say beside the note whether this list needs one."""
        needed = _("Perlu diisi: jelaskan kuota yang tidak terpenuhi atau nilai sama di garis batas.")
        self.fields["note"].help_text = needed if needs_note else _("Boleh dikosongkan.")

    def clean(self) -> dict:
        """An exchange is whole or none: a reason, and at least one proposal."""
        cleaned = super().clean()
        moved = cleaned.get("move_in") or cleaned.get("move_out")
        if moved and not cleaned.get("move_reason"):
            self.add_error("move_reason", _("Isi alasan pertukaran"))
        if cleaned.get("move_reason") and not moved and not self.errors:
            self.add_error("move_in", _("Pilih proposal yang dipertukarkan, atau kosongkan alasan pertukaran"))
        return cleaned

    @staticmethod
    def field_of(refusal: Refused) -> str | None:
        """Return the field at which a refusal is said; none where it concerns the whole."""
        return {ReasonNeeded: "note", MoveRefused: "move_in"}.get(type(refusal))

    def moves(self) -> tuple[Move, ...]:
        """Return the exchange as the selection takes it."""
        cleaned = self.cleaned_data
        found = ((cleaned.get("move_in"), True), (cleaned.get("move_out"), False))
        return tuple(Move(code, selected, cleaned["move_reason"]) for code, selected in found if code)
