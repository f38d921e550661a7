"""Input of the leader's yes, and of what leads to it."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models import Membership, Person
from competition.wording import PlainErrors
from submissions.forms.handovers import LONGEST
from submissions.forms.texts import PastedField


class EndorseForm(PlainErrors, forms.Form):
    """The fingerprint of what was shown; the statement stands above the button that says it."""

    shown_hash = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class NoteForm(PlainErrors, forms.Form):
    """Why a leader gives a proposal back from the screen that a link opened."""

    note = PastedField(
        label=_("Catatan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Apa yang perlu diubah, dan mengapa. Penulis dan admin instansi membacanya."),
        error_messages={"required": _("Isi catatan agar penulis tahu apa yang perlu diubah")},
    )


class AskForm(forms.Form):
    """Whom to ask, by the role in which they can answer."""

    whom = forms.ChoiceField()

    def __init__(self, *args, endorsers: Iterable[Membership], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.code: one.person for one in endorsers}
        self.fields["whom"].choices = [(code, person.name) for code, person in self.people.items()]

    def person(self) -> Person:
        """Return whom; call it on a form without errors."""
        return self.people[self.cleaned_data["whom"]]
