"""What `fields` needs to know about one bound field to print it. No tags here; `kipp` holds the tags.

A form says how a field looks by attributes on the form field itself:

word_limit  int: a counter under the control; without JavaScript a static line
aside       text printed softly after the label ("bobot 25")
levels      True: a RadioSelect becomes score cards, the value in bold and the descriptor beside it
inline      True: the short options of a group stand on one line where there is room
hints       {value: text}: small text under an option of a radio or checkbox group
size        "short" or "medium": a control narrower than the column
examples    [(title, text)] shown in <details> under the hint
suffix      text after the control ("orang")
"""

import re
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class Option(NamedTuple):
    """One choice of a radio or checkbox group, all of it text: what is equal prints the same."""

    value: str
    label: str
    # A text and the same text as markup are equal, and do not print the same.
    is_markup: bool
    hint: str
    is_chosen: bool


class FieldParts:
    """One bound field, taken apart for printing: label, hint, error, control, counter, and the ids that tie them."""

    def __init__(self, bound: BoundField, heading: bool = False) -> None:
        self.bound = bound
        self.heading = heading
        self.field = bound.field
        self.widget = bound.field.widget

    def __getattr__(self, name: str) -> Any:
        """Look options of the look up on the form field; one that is not set is None."""
        if name in {"word_limit", "aside", "levels", "inline", "hints", "size", "examples", "suffix"}:
            return getattr(self.field, name, None)
        raise AttributeError(name)

    @cached_property
    def kind(self) -> str:
        """Return which function of `fields` prints this field."""
        if self.bound.is_hidden:
            return "hidden"
        if isinstance(self.widget, GROUPS):
            return "group"
        if isinstance(self.widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(self.widget, forms.PasswordInput):
            return "password"
        return "multi" if isinstance(self.widget, forms.MultiWidget) else "control"

    @property
    def id(self) -> str:
        """Return the id of the control, or the stem of the ids in a group."""
        return self.bound.auto_id or f"id_{self.bound.html_name}"

    @property
    def target(self) -> str:
        """Return the id that the error summary links to: the control, or the first option of a group."""
        return f"{self.id}_0" if self.kind in {"group", "multi"} else self.id

    @cached_property
    def errors(self) -> list[str]:
        """Return the messages of this field, in order."""
        return list(self.bound.errors)

    @cached_property
    def described_by(self) -> str:
        """Return the ids of hint, error and counter, as far as they are printed."""
        present = [("helptext", self.bound.help_text), ("error", self.errors), ("count", self.word_limit)]
        return " ".join(f"{self.id}_{suffix}" for suffix, there in present if there)

    @cached_property
    def control(self) -> SafeString:
        """Return the control's HTML with the attributes that tie it to its hint, error and counter."""
        attrs: dict[str, Any] = {"aria-describedby": self.described_by} if self.described_by else {}
        if self.size:
            attrs["data-size"] = self.size
        if isinstance(self.widget, forms.DateInput):
            self._make_native_date(attrs)
        return self.bound.as_widget(attrs=attrs)

    @property
    def options(self) -> tuple[Option, ...]:
        """Return the choices of a group in order."""
        chosen, hints = set(self.widget.format_value(self.bound.value())), self.hints or {}
        return tuple(self._read_option(value, label, chosen, hints) for value, label in self.widget.choices)

    def _read_option(self, value: Any, label: Any, chosen: set[str], hints: dict[Any, str]) -> Option:
        text = "" if value is None else str(value)
        hint = str(hints.get(value, hints.get(text, "")))
        return Option(text, str(label), hasattr(label, "__html__"), hint, text in chosen)

    @property
    def option_attrs(self) -> str:
        """Return what every option of a group carries. Required, invalid and described is the group, not one of its options."""
        attrs = self.bound.build_widget_attrs(dict(self.widget.attrs), self.widget)
        group_only = ("id", "required", "aria-invalid", "aria-describedby")
        return flatatt({name: given for name, given in attrs.items() if name not in group_only})

    def _make_native_date(self, attrs: dict[str, Any]) -> None:
        # A native date input drops every text that is no ISO date, and with it what the person typed.
        self.widget.format = "%Y-%m-%d"
        shown = self.widget.format_value(self.bound.value()) or ""
        self.widget.input_type = "date" if not shown or ISO_DATE.match(shown) else "text"
        attrs.setdefault("data-size", "medium")
