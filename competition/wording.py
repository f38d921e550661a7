"""What a form says when something is missing or off: one pattern for every form, in the words of the field's label."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from competition.zones import format_number

_CHOICES = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class PlainErrors:
    """Mixin for forms, left of `forms.Form`: replaces Django's messages by "Isi judul inovasi", "Pilih kategori", …

    A message that the field's author wrote stays: only Django's own defaults are replaced.
    """

    fields: dict[str, forms.Field]
    is_bound: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # Nothing was sent, so there is nothing to say about it.
            return
        for name, field in self.fields.items():
            label = str(field.label or name.replace("_", " "))
            for code, message in _messages(field, label).items():
                if field.error_messages.get(code) == _default(field, code):
                    field.error_messages[code] = message


def lower_first(label: str) -> str:
    """Return the label as it stands inside a sentence; an acronym ("SK Bupati") keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def too_many_words(label: str, count: int, limit: int) -> str:
    """Return the message for a text over its limit, with the number of words to cut."""
    return _("%(label)s paling banyak %(limit)s kata. Sekarang %(count)s kata, kurangi %(excess)s kata.") % {
        "label": label,
        "limit": format_number(limit),
        "count": format_number(count),
        "excess": format_number(count - limit),
    }


def _messages(field: forms.Field, label: str) -> dict[str, str]:
    inside = {"label": lower_first(label)}
    found = {"required": _("Isi %(label)s") % inside, "null_characters_not_allowed": _("Hapus tanda yang tidak terbaca")}
    if isinstance(field.widget, _CHOICES):
        found["required"] = found["invalid_choice"] = _("Pilih %(label)s") % inside
    elif isinstance(field.widget, forms.CheckboxInput):
        found["required"] = _("Centang “%(label)s” bila Anda setuju") % {"label": label}
    if isinstance(field, forms.DateField):
        found["invalid"] = _("Tulis %(label)s sebagai tanggal, misalnya 31-07-2015") % inside
    elif isinstance(field, forms.EmailField):
        found["invalid"] = _("Tulis alamat email lengkap, misalnya nama@instansi.go.id")
    elif isinstance(field, forms.IntegerField):
        found["invalid"] = _("Tulis %(label)s dengan angka, misalnya 1200") % inside
    if isinstance(field, forms.CharField) and field.max_length:
        # Django fills in the two numbers; a percent sign in the label must not look like a third.
        text = _("%(label)s paling banyak %%(limit_value)d huruf. Sekarang %%(show_value)d huruf.")
        found["max_length"] = text % {"label": label.replace("%", "%%")}
    return found


def _default(field: forms.Field, code: str) -> Any:
    """Return Django's own message for the code; None where it leaves the message to a validator."""
    for kind in type(field).__mro__:
        defaults = getattr(kind, "default_error_messages", {})
        if code in defaults:
            return defaults[code]
    return None
