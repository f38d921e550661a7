"""What a team asks of a coach, what the coach remarks, what is ticked, and to whom the secretariat gives it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person, Question
from competition.wording import PlainErrors
from submissions.coaching import READINESS
from submissions.forms.texts import PastedField
from submissions.operations.coaching_notes import LONGEST_COMMENT
from submissions.operations.coachings import LONGEST_REASON, LONGEST_WISH


class WishForm(PlainErrors, forms.Form):
    """What help is wanted."""

    wish = PastedField(
        label=gettext_lazy("Yang ingin dibantu"),
        required=False,
        max_length=LONGEST_WISH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy(
            "Boleh dikosongkan. Dibaca pelatih dan sekretariat sebelum seseorang membaca draf Anda. Paling banyak 1.000 huruf."
        ),
    )


class CommentForm(PlainErrors, forms.Form):
    """A remark about one question, or about the whole."""

    question = forms.ChoiceField(label=gettext_lazy("Tentang"), required=False)
    text = PastedField(
        label=gettext_lazy("Catatan"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Tampil bagi tim di samping pertanyaan itu, dan tidak dapat diubah. Paling banyak 2.000 huruf."),
    )

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, one.in_language("label")) for one in questions]
        self.fields["question"].choices = [("", _("Proposal secara keseluruhan")), *named]


class ReadinessForm(PlainErrors, forms.Form):
    """The points of the checklist that the draft meets, by criterion."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in READINESS:
            self.fields[one.key] = forms.MultipleChoiceField(
                label=one.title,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(point.key, point.text) for point in one.points],
            )

    def keys(self) -> set[str]:
        """Return what was ticked; call it on a form without errors."""
        return {key for keys in self.cleaned_data.values() for key in keys}


class GiveForm(PlainErrors, forms.Form):
    """Which coach reads the draft."""

    coach = forms.ChoiceField(label=gettext_lazy("Pelatih"))

    def __init__(self, *args: Any, coaches: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coaches = {str(one.pk): one for one in coaches}
        self.fields["coach"].choices = [("", _("Pilih orang")), *((pk, one.name) for pk, one in self.coaches.items())]

    def chosen(self) -> Person:
        """Return who was chosen; call it on a form without errors."""
        return self.coaches[self.cleaned_data["coach"]]


class RefuseForm(PlainErrors, forms.Form):
    """Why nobody can."""

    reason = PastedField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Dibaca tim instansi apa adanya."),
    )
