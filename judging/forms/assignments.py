"""Answering an offer, and choosing the seed of a plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from judging.models.assignment import ConflictKind

LARGEST_SEED = 999_999_999


class AnyCodes(forms.MultipleChoiceField):
    """Codes as they come: which of them are the judge's own, the page asks the database."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: object) -> list[str]:
        """Return the texts that can be codes at all: the database refuses to look for NUL."""
        return [code for code in super().to_python(value) if code.isalnum()]

    def valid_value(self, value: str) -> bool:
        """Take every text; an unknown code finds nothing."""
        return True


class AcceptForm(PlainErrors, forms.Form):
    """The offers that a judge declares to be free of conflict."""

    codes = AnyCodes(
        label=_("Proposal yang Anda terima"),
        error_messages={"required": _("Centang sedikitnya satu proposal yang bebas dari benturan kepentingan")},
    )


class ConflictForm(PlainErrors, forms.Form):
    """A tie to the proposal: its kind, and words where the kind alone says too little."""

    kind = forms.ChoiceField(label=_("Benturan kepentingan"), choices=ConflictKind.choices, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Perlu diisi bila Anda memilih alasan lain. Hanya penyelenggara yang membacanya."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict:
        """Ask for words where the kind says nothing."""
        cleaned = super().clean()
        if cleaned.get("kind") == ConflictKind.OTHER and not cleaned.get("explanation"):
            self.add_error("explanation", _("Isi penjelasan"))
        return cleaned


class SeedForm(PlainErrors, forms.Form):
    """The number from which a plan is drawn: the same number gives the same plan."""

    seed = forms.IntegerField(
        label=_("Angka acuan"),
        help_text=_("Angka yang sama dengan data yang sama menghasilkan rencana yang sama."),
        min_value=0,
        max_value=LARGEST_SEED,
        error_messages={
            "min_value": _("Tulis angka acuan dari 0 sampai 999999999"),
            "max_value": _("Tulis angka acuan dari 0 sampai 999999999"),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seed"].size = "medium"


class CommitForm(SeedForm):
    """The plan that was shown, to be written exactly so."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seed"].widget = forms.HiddenInput()
