"""The levels of a training text: one group for each criterion, and no reasons, since nobody reads them."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competition.models import Criterion, Round
from competition.wording import PlainErrors
from judging.forms.sheets import level_field


class _Fields(forms.Form):
    sheet_version = forms.IntegerField(label=_("Versi kriteria"), widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, round_: Round, criteria: Iterable[Criterion]) -> None:
        self.criteria = list(criteria)
        super().__init__(data, initial={"sheet_version": round_.sheet_version})
        for criterion in self.criteria:
            field = level_field(criterion, None)
            field.required = True
            field.error_messages["required"] = gettext("Pilih tingkat untuk %(criterion)s") % {"criterion": criterion}
            self.fields[f"level-{criterion.code}"] = field


class TrainingForm(PlainErrors, _Fields):
    """The levels of one training text; nothing is chosen beforehand and all are needed. `criteria` come with their `scale`."""

    def levels(self) -> dict[str, int]:
        """Return what was chosen, by criterion code."""
        return {one.code: int(self.cleaned_data[f"level-{one.code}"]) for one in self.criteria}
