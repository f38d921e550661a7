"""A text as people paste it."""

from typing import Any

from django import forms


class PastedField(forms.CharField):
    """Takes any text; NUL, which no database text can hold and nobody can see, is dropped without a word."""

    def to_python(self, value: Any) -> str:
        """Return the text without NUL."""
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)
