"""The rules of the administrative check: what two people read, days for a correction, reasons; and why they change."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models.editions import pick_language
from competition.operations.screening_rules import MOST_DAYS, MOST_PERCENT
from competition.queries.screening_rules import Reason, Rules
from competition.wording import PlainErrors
from submissions.eligibility import CHECKS

# So many reasons can be added at once.
NEW = 3
LONGEST = 400
TEXT, ENGLISH, OFFERED = "teks-", "inggris-", "dipakai-"
CHECK, NEW_TEXT, NEW_ENGLISH = "butir-baru-", "teks-baru-", "inggris-baru-"


class RulesForm(PlainErrors, forms.Form):
    """Every rule as it holds, to be changed: a reason is reworded or laid aside, and up to three are added."""

    second_percent = forms.IntegerField(
        label=gettext_lazy("Contoh acak, dari seratus keputusan"),
        help_text=gettext_lazy("Sekian dari seratus proposal dibaca dua orang, apa pun hasilnya. 0: tanpa contoh acak."),
        min_value=0,
        max_value=MOST_PERCENT,
    )
    second_checks = forms.MultipleChoiceField(
        label=gettext_lazy("Dekat batas: selalu dibaca dua orang bila ditolak karena"),
        choices=list(CHECKS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    correction_days = forms.IntegerField(
        label=gettext_lazy("Hari kerja untuk perbaikan"),
        help_text=gettext_lazy("0: sampai seleksi administrasi ditutup. Berlaku untuk permintaan perbaikan berikutnya."),
        min_value=0,
        max_value=MOST_DAYS,
    )
    why = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        help_text=gettext_lazy("Tercatat bersama versi ini dan di jejak audit."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Rules, version: int, needs_why: bool) -> None:
        # What depends on the edition stands beside the rest before the form is made, so that all errors are in plain words.
        self.base_fields = self.base_fields | _fields_of(rules)
        shown = {name: rules[name] for name in ("second_percent", "second_checks", "correction_days")}
        super().__init__(*args, initial=shown | {"version": version})
        self.known = rules["reasons"]
        self.fields["why"].required = needs_why

    def clean(self) -> dict[str, Any]:
        """Return the rules if each new reason has its line of the check and its text, and English stands beside Indonesian."""
        given = super().clean()
        for place in range(1, NEW + 1):
            check, text, english = (f"{part}{place}" for part in (CHECK, NEW_TEXT, NEW_ENGLISH))
            if given.get(check) and not given.get(text) and not self.has_error(text):
                self.add_error(text, _("Isi teks alasan baru %(n)s") % {"n": place})
            if (given.get(text) or given.get(english)) and not given.get(check) and not self.has_error(check):
                self.add_error(check, _("Pilih butir untuk alasan baru %(n)s") % {"n": place})
        return given

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        reasons = [*map(self._kept, self.known), *(self._new(place) for place in range(1, NEW + 1) if given[f"{CHECK}{place}"])]
        rules = {name: given[name] for name in ("second_percent", "second_checks", "correction_days")}
        return {"rules": {**rules, "reasons": reasons}, "opened_on": given["version"], "reason": given["why"]}

    def by_check(self) -> list[dict[str, Any]]:
        """Return the lines of the check, each with its reasons and the fields about each."""
        return [
            {"label": label, "reasons": [self._shown(one) for one in self.known if one["check"] == code]}
            for code, label in CHECKS.items()
        ]

    def new_ones(self) -> list[list[BoundField]]:
        """Return the fields about each reason that can be added."""
        return [[self[f"{part}{place}"] for part in (CHECK, NEW_TEXT, NEW_ENGLISH)] for place in range(1, NEW + 1)]

    def _shown(self, one: Reason) -> dict[str, Any]:
        fields = [self[part + one["code"]] for part in (TEXT, ENGLISH, OFFERED)]
        text = pick_language(one["text"], one["text_en"])
        return {
            "text": text,
            "is_offered": one["is_offered"],
            "fields": fields,
            "is_wrong": any(field.errors for field in fields),
        }

    def _kept(self, one: Reason) -> Reason:
        text, english, offered = (self.cleaned_data[part + one["code"]] for part in (TEXT, ENGLISH, OFFERED))
        return {**one, "text": text, "text_en": english, "is_offered": offered}

    def _new(self, place: int) -> Reason:
        check, text, english = (self.cleaned_data[f"{part}{place}"] for part in (CHECK, NEW_TEXT, NEW_ENGLISH))
        return {"code": "", "check": check, "text": text, "text_en": english, "is_offered": True}


def _fields_of(rules: Rules) -> dict[str, forms.Field]:
    """Return the fields about each reason there is, and about those that can be added."""
    fields: dict[str, forms.Field] = {}
    for one in rules["reasons"]:
        known = {"code": one["code"]}
        fields[TEXT + one["code"]] = _text(_("Teks alasan %(code)s") % known, one["text"], required=True)
        fields[ENGLISH + one["code"]] = _text(_("Teks alasan %(code)s dalam bahasa Inggris") % known, one["text_en"])
        fields[OFFERED + one["code"]] = forms.BooleanField(
            label=_("Alasan %(code)s dapat dipilih") % known, initial=one["is_offered"], required=False
        )
    for place in range(1, NEW + 1):
        known = {"n": place}
        choices = [("", _("Tanpa alasan baru")), *CHECKS.items()]
        fields[f"{CHECK}{place}"] = forms.ChoiceField(
            label=_("Butir untuk alasan baru %(n)s") % known, choices=choices, required=False
        )
        fields[f"{NEW_TEXT}{place}"] = _text(_("Teks alasan baru %(n)s") % known)
        fields[f"{NEW_ENGLISH}{place}"] = _text(_("Teks alasan baru %(n)s dalam bahasa Inggris") % known)
    return fields


def _text(label: str, initial: str = "", *, required: bool = False) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, initial=initial, required=required, max_length=LONGEST, widget=box)
