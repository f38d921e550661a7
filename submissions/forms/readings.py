"""Input of whoever decides between two readers."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.queries.readings import Said


class SettleForm(PlainErrors, forms.Form):
    """Which of the two readings holds, and why. Neither is chosen beforehand."""

    follows = forms.TypedChoiceField(label=gettext_lazy("Bacaan yang berlaku"), coerce=int, widget=forms.RadioSelect)
    reason = PastedField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Disimpan dalam jejak audit. Instansi membaca kata-kata dari bacaan yang berlaku."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args, readings: list[Said], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        name = _("Bacaan %(place)s: %(result)s (%(name)s)")
        self.fields["follows"].choices = [
            (one.place, name % {"place": one.place, "result": one.result, "name": one.name}) for one in readings
        ]
        chosen = _("Pilih bacaan yang berlaku")
        self.fields["follows"].error_messages |= {"required": chosen, "invalid_choice": chosen}
