"""A judge's sheet: one group of levels and one reason for each criterion."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competition.methods import plain_number as in_words
from competition.models import Criterion, Round
from competition.wording import PlainErrors
from judging.models import Mark
from judging.operations.sheets import Choice

LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of the form, ready to print."""

    criterion: Criterion
    level: BoundField
    reason: BoundField


class _Fields(forms.Form):
    """The fields of one round's sheet. They stand here so that the wording of errors, applied on top, covers them."""

    version = forms.IntegerField(label=_("Versi lembar"), widget=forms.HiddenInput, min_value=0)
    sheet_version = forms.IntegerField(label=_("Versi kriteria"), widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data=None, *, round_: Round, criteria: Iterable[Criterion], marks: dict[int, Mark], version: int
    ) -> None:
        self.criteria, self.round = list(criteria), round_
        super().__init__(data, initial={"version": version, "sheet_version": round_.sheet_version})
        for criterion in self.criteria:
            mark = marks.get(criterion.pk)
            self.fields[f"level-{criterion.code}"] = level_field(criterion, mark)
            self.fields[f"reason-{criterion.code}"] = _reason_field(criterion, mark, round_.reason_min_words)


class SheetForm(PlainErrors, _Fields):
    """The levels and reasons of one sheet. Nothing is chosen beforehand, and a draft may have gaps.

    `criteria` come with their `scale`, as `queries.desk.criteria_of` gives them; `marks` are what is saved, by criterion
    id, and are shown when there is no data.
    """

    def lines(self) -> Iterator[Line]:
        """Give the criteria with their two fields, in the order of the sheet."""
        for one in self.criteria:
            yield Line(one, self[f"level-{one.code}"], self[f"reason-{one.code}"])

    def choices(self) -> dict[str, Choice]:
        """Return what was entered, by criterion code."""
        cleaned = self.cleaned_data
        return {
            one.code: Choice(
                int(cleaned[f"level-{one.code}"]) if cleaned[f"level-{one.code}"] else None, cleaned[f"reason-{one.code}"]
            )
            for one in self.criteria
        }

    def add_missing(self, missing: dict[str, str]) -> None:
        """Put what stands in the way of locking beside its field; keys as `queries.desk.unfinished_of` gives them."""
        for one in self.criteria:
            for key, field in ((one.code, f"level-{one.code}"), (f"{one.code}-reason", f"reason-{one.code}")):
                if key in missing:
                    self.add_error(field, missing[key])

    def take_version(self, version: int) -> None:
        """Make the next sending follow on what is stored now, with everything that was entered kept."""
        self.data = self.data.copy()
        self.data.update({"version": version, "sheet_version": self.round.sheet_version})


def level_field(criterion: Criterion, mark: Mark | None) -> forms.ChoiceField:
    """Return the levels of a criterion as a group of radio buttons, with nothing chosen but what is saved."""
    field = forms.ChoiceField(
        label=str(criterion),
        help_text=criterion.in_language("description"),
        choices=[(level.value, str(level)) for level in criterion.scale],
        widget=forms.RadioSelect,
        required=False,
        initial=mark.level.value if mark and mark.level else None,
        error_messages={"invalid_choice": gettext("Pilih tingkat untuk %(criterion)s") % {"criterion": criterion}},
    )
    field.levels = True
    field.aside = gettext("bobot %(weight)s") % {"weight": in_words(criterion.weight)}
    return field


def _reason_field(criterion: Criterion, mark: Mark | None, least: int) -> forms.CharField:
    return forms.CharField(
        label=gettext("Alasan untuk %(criterion)s") % {"criterion": criterion},
        help_text=gettext("Paling sedikit %(count)s kata.") % {"count": least} if least else "",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
        initial=mark.reason if mark else "",
    )
