"""A text as people paste it."""

from typing import Any

from django import forms

from competition.letters import storable


class PastedField(forms.CharField):
    """Takes any text; what no column of text can hold and nobody can see is dropped without a word."""

    def to_python(self, value: Any) -> str:
        """Return the text as it can be stored."""
        return super().to_python(storable(value) if isinstance(value, str) else value)
