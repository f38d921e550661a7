"""What somebody says against a published list, and what the secretariat answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.forms.admissions import LineField
from competition.forms.uploads import ScanField
from competition.models import Person
from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.models import Outcome
from submissions.operations.objections import Objector
from submissions.states import ANSWERED, ObjectionState

LONGEST = 5000


class ObjectionForm(PlainErrors, forms.Form):
    """Against what, why, with which evidence, and where the answer goes."""

    entry = forms.ChoiceField(label=gettext_lazy("Keberatan Anda menyangkut"), required=False)
    text = PastedField(
        label=gettext_lazy("Keberatan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=gettext_lazy(
            "Apa yang menurut Anda tidak benar, dan bagaimana Anda mengetahuinya. Paling banyak 5.000 huruf."
        ),
    )
    evidence = ScanField(
        label=gettext_lazy("Bukti"),
        required=False,
        help_text=gettext_lazy("Satu berkas PDF, JPG, atau PNG, paling besar 5 MB. Boleh dikosongkan."),
    )
    name = LineField(label=gettext_lazy("Nama Anda"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=gettext_lazy("Alamat email Anda"),
        max_length=254,
        help_text=gettext_lazy("Tautan konfirmasi dan jawaban dikirim ke sini. Nama dan alamat tidak ditampilkan kepada umum."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, entries: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {str(one.pk): one for one in entries}
        known = [(pk, f"{one.title} · {one.institution_name}") for pk, one in self.entries.items()]
        self.fields["entry"].choices = [("", _("Daftar secara keseluruhan")), *known]

    def outcome(self) -> Outcome | None:
        """Return the entry that is meant; None for the list as a whole. Call it on a form without errors."""
        return self.entries.get(self.cleaned_data["entry"])

    def objector(self, language: str) -> Objector:
        """Return who objects; call it on a form without errors."""
        return Objector(self.cleaned_data["name"], self.cleaned_data["email"], language)


class AnswerForm(PlainErrors, forms.Form):
    """One of three answers and its reason. Nothing is chosen beforehand: the answer is a decision."""

    result = forms.ChoiceField(
        label=pgettext_lazy("objection", "Jawaban"),
        choices=[(one, ObjectionState(one).label) for one in ANSWERED],
        widget=forms.RadioSelect,
    )
    reason = PastedField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("Pengirim keberatan membaca alasan ini apa adanya."),
    )


class GiveForm(PlainErrors, forms.Form):
    """Who takes the objection over."""

    handler = forms.ChoiceField(label=gettext_lazy("Penangan baru"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["handler"].choices = [("", _("Pilih orang")), *((pk, one.name) for pk, one in self.people.items())]

    def chosen(self) -> Person:
        """Return who was chosen; call it on a form without errors."""
        return self.people[self.cleaned_data["handler"]]
