"""A file of pairs, and the yes to what it would give out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.forms.uploads import CarriedRows, TableField, names_of
from competition.models import Person, Round
from competition.wording import PlainErrors
from judging.operations.pairs import HEADS


class PairsFileForm(PlainErrors, forms.Form):
    """One file of pairs; `cleaned_data["file"]` holds its rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = TableField(label=_("Berkas penugasan"), columns=names_of(HEADS, HEADS))


class AssignPairsForm(CarriedRows):
    """The pairs of a round as they were shown to an organiser."""

    def __init__(self, *args: Any, person: Person, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, salt=f"judging.pairs.{round_.pk}.{person.pk}", **kwargs)
