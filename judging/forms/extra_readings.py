"""How many proposals are read once more, drawn from which number, and why; and which of them after all is not."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from judging.forms.assignments import CommitForm, SeedForm

MOST = 500


class BatchForm(SeedForm):
    """A batch: its size, and the number from which its readers are drawn."""

    count = forms.IntegerField(
        label=_("Banyaknya bacaan tambahan"),
        help_text=_("Satu bacaan untuk tiap proposal. Beberapa kelompok kecil lebih tepat sasaran daripada satu yang besar."),
        min_value=1,
        max_value=MOST,
        error_messages={
            "min_value": _("Tulis banyaknya bacaan dari 1 sampai 500"),
            "max_value": _("Tulis banyaknya bacaan dari 1 sampai 500"),
        },
    )
    field_order = ("count", "seed")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].size = "medium"


class BatchCommitForm(CommitForm):
    """The batch that was shown, to be given out exactly so, with the reason that the audit keeps."""

    count = forms.IntegerField(min_value=1, max_value=MOST, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Alasan bacaan tambahan"),
        help_text=_("Tersimpan dalam jejak audit. Penilai tidak membacanya."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class WithdrawForm(PlainErrors, forms.Form):
    """Which extra reading is taken back, and why. `readings` are (code, words) pairs of those that are open."""

    code = forms.ChoiceField(label=_("Bacaan tambahan yang ditarik"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Alasan penarikan"),
        help_text=_("Tersimpan dalam jejak audit. Penilai tidak membacanya."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def __init__(self, *args, readings: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = list(readings)
