"""A filled sheet that comes back, and the yes to what it would change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.forms.uploads import CarriedRows, TableField, names_of
from competition.models import Person, Round
from competition.wording import PlainErrors
from judging.packing import HEADS, NEEDED


class SheetFileForm(PlainErrors, forms.Form):
    """One filled sheet; `cleaned_data["file"]` holds its rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = TableField(label=_("Lembar yang sudah diisi"), columns=names_of(HEADS, NEEDED))


class ApplyForm(CarriedRows):
    """The rows of a judge's sheet for a round, as they were shown to them."""

    def __init__(self, *args: Any, person: Person, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, salt=f"judging.packs.{round_.pk}.{person.pk}", **kwargs)
