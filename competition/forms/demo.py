"""Input of the demo's acts."""

from django import forms


class NextStageForm(forms.Form):
    """The stage the page offered, so that a second click does not step twice."""

    stage = forms.SlugField(required=False, widget=forms.HiddenInput)
