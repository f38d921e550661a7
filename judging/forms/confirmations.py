"""A yes without fields; bound, it can carry the reason of a refusal."""

from django import forms


class ConfirmForm(forms.Form):
    """The button of a confirm page."""
