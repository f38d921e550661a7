"""What is asked of an open list: every parameter is known and makes sense, or the answer says which does not."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from competition.wording import PlainErrors
from submissions.opendata import PER_PAGE, TURNS, Field, Listing

LONGEST = 80
# What the database can hold in an integer column.
LARGEST = 2_147_483_647


class OpenDataForm(PlainErrors, forms.Form):
    """The parameters of one listing, made of its table."""

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in (*listing.asks, *TURNS):
            self.fields[one.name] = _field(one)

    def clean(self) -> dict[str, Any]:
        """Refuse parameters that the list does not know: misspelt, they would silently return everything."""
        for name in self.data:
            if name not in self.fields:
                self.add_error(None, forms.ValidationError(_("Parameter “%(name)s” tidak dikenal."), params={"name": name}))
        return self.cleaned_data

    def asked(self) -> dict[str, Any]:
        """Return what narrows the list, without what was left empty; of a form without errors."""
        turns = {one.name for one in TURNS}
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "") and name not in turns}

    def turn(self) -> tuple[int, int, bool]:
        """Return which page is asked, how many rows it has, and whether as CSV."""
        given = self.cleaned_data
        return given["page"] or 1, given["per_page"] or PER_PAGE, given["format"] == "csv"


def _field(one: Field) -> forms.Field:
    if one.schema["type"] == "integer":
        limits = {"min_value": one.schema.get("minimum", 0), "max_value": one.schema.get("maximum", LARGEST)}
        return forms.IntegerField(label=one.name, required=False, **limits)
    if "enum" in one.schema:
        return forms.ChoiceField(label=one.name, required=False, choices=[(value, value) for value in one.schema["enum"]])
    return forms.CharField(label=one.name, required=False, max_length=LONGEST)
