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
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class Option:
    """One choice of a radio or checkbox group, ready to print."""

    id: str
    type: str
    value: str
    label: str
    hint: str
    attrs: SafeString


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

    @cached_property
    def options(self) -> list[Option]:
        """Return the choices of a group, to be printed without asking the widget again."""
        hints = self.hints or {}
        return [self._read_option(choice.data, hints) for choice in self.bound.subwidgets]

    def _read_option(self, data: dict[str, Any], hints: dict[str, str]) -> Option:
        value = "" if data["value"] is None else str(data["value"])
        attrs = {name: given for name, given in data["attrs"].items() if name not in {"id", "aria-describedby"}}
        # A group of checkboxes cannot be required as one: the attribute would ask for every box.
        attrs.pop("required", None)
        hint = hints.get(data["value"], hints.get(value, ""))
        if hint:
            attrs["aria-describedby"] = f"{data['attrs']['id']}_hint"
        # A radio has no validity of its own; its group says it. A box in a group does not inherit it.
        attrs.pop("aria-invalid", None)
        return Option(data["attrs"]["id"], data["type"], value, data["label"], hint, flatatt(attrs))

    def _make_native_date(self, attrs: dict[str, Any]) -> None:
        # A native date input drops every text that is no ISO date, and with it what the person typed.
        self.widget.format = "%Y-%m-%d"
        shown = self.widget.format_value(self.bound.value()) or ""
        self.widget.input_type = "date" if not shown or ISO_DATE.match(shown) else "text"
        attrs.setdefault("data-size", "medium")
