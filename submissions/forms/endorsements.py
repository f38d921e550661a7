"""Input of the leader's yes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors


class EndorseForm(PlainErrors, forms.Form):
    """The statement, ticked, and the fingerprint of what was shown."""

    statement = forms.BooleanField(error_messages={"required": _("Centang pernyataan persetujuan")})
    shown_hash = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, statement: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = statement

    def clean_statement(self) -> str:
        """Return the words that were agreed to."""
        return str(self.fields["statement"].label)
