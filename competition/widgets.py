"""Form controls as HTML, without Django's widget templates.

A page of the secretariat prints five controls, a score sheet ten. Each started the template engine, once more for its
attributes and once for every option of a list; said directly it takes a tenth of the time. Whatever is not said here is printed
by Django's own templates, and a test compares the two.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from competition.markup import put

Widget = dict[str, Any]


class PlainControls(DjangoTemplates):
    """Django's renderer, with the everyday controls printed directly."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the HTML of a control or of another part of a form."""
        write = WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def write_input(widget: Widget) -> SafeString:
    """Return an <input>."""
    value = "" if widget["value"] is None else put(' value="{}"', widget["value"])
    return put('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, write_attributes(widget))


def write_textarea(widget: Widget) -> SafeString:
    """Return a <textarea>. A browser drops the line break after the tag, so that one at the head of the text is kept."""
    return put('<textarea name="{}"{}>\n{}</textarea>', widget["name"], write_attributes(widget), widget["value"] or "")


def write_select(widget: Widget) -> SafeString:
    """Return a <select> with its options, in groups where the choices have some."""
    parts = []
    for group, options, _index in widget["optgroups"]:
        inside = _join([write_option(option) for option in options])
        parts.append(put('<optgroup label="{}">{}</optgroup>', group, inside) if group else inside)
    return put('<select name="{}"{}>{}</select>', widget["name"], write_attributes(widget), _join(parts))


def write_option(option: Widget) -> SafeString:
    """Return an <option>."""
    return put('<option value="{}"{}>{}</option>', option["value"], write_attributes(option), option["label"])


def write_attributes(widget: Widget) -> SafeString:
    """Return the attributes, a space before each: False leaves one out, True prints its name alone."""
    shown = [(name, value) for name, value in widget["attrs"].items() if value is not False]
    return _join([put(" {}", name) if value is True else put(' {}="{}"', name, value) for name, value in shown])


def _join(parts: list[SafeString]) -> SafeString:
    # Each part was escaped when it was made.
    return SafeString("".join(parts))


INPUTS = ("checkbox", "date", "email", "hidden", "number", "password", "text")
WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": write_input for name in INPUTS},
    "django/forms/widgets/textarea.html": write_textarea,
    "django/forms/widgets/select.html": write_select,
}
