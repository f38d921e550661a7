"""Input of sending."""

from django import forms


class SubmitForm(forms.Form):
    """Nothing to fill in: the page shows what is sent."""
