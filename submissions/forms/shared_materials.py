"""What a team hands on of its innovation, and what the secretariat says to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.forms.admissions import LineField
from competition.forms.uploads import ScanField
from competition.scans import Scan
from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.forms.videos import VideoField
from submissions.materials import Licence, MaterialKind, MaterialLanguage, MaterialState
from submissions.operations.shared_materials import Offer
from submissions.videos import Video

LONGEST_REASON = 1000


class SharedMaterialForm(PlainErrors, forms.Form):
    """What it is, its name and language, what others may do with it, and the file or the video itself."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis bahan"), choices=MaterialKind.choices, widget=forms.RadioSelect)
    title = LineField(label=gettext_lazy("Nama bahan"), max_length=150)
    language = forms.ChoiceField(
        label=gettext_lazy("Bahasa"), choices=MaterialLanguage.choices, initial=MaterialLanguage.ID, widget=forms.RadioSelect
    )
    licence = forms.ChoiceField(label=gettext_lazy("Lisensi"), choices=Licence.choices, widget=forms.RadioSelect)
    file = ScanField(label=gettext_lazy("Berkas"), required=False)
    video = VideoField(
        label=gettext_lazy("Tautan video"),
        help_text=gettext_lazy("Hanya untuk jenis Video: satu video YouTube, sebagai pengganti berkas."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what does not go together."""
        given = super().clean()
        if self.errors:
            return given
        is_video = given["kind"] == MaterialKind.VIDEO
        if is_video and (not given["video"] or given["file"]):
            self.add_error("video", _("Untuk video, isi tautannya tanpa berkas"))
        if not is_video and (not given["file"] or given["video"]):
            self.add_error("file", _("Untuk jenis ini, pilih berkas tanpa tautan video"))
        if given["licence"] == Licence.LAW and given["kind"] != MaterialKind.REGULATION:
            self.add_error("licence", _("Lisensi ini hanya untuk peraturan"))
        return given

    def offer(self) -> Offer:
        """Return what it is; call it on a form without errors."""
        return Offer(*(self.cleaned_data[name] for name in ("kind", "title", "language", "licence")))

    def thing(self) -> Scan | Video:
        """Return the file or the video; call it on a form without errors."""
        return self.cleaned_data["file"] or self.cleaned_data["video"]


class ModerationForm(PlainErrors, forms.Form):
    """Whether the public sees it, and why not."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[
            (MaterialState.PUBLIC, gettext_lazy("Tampilkan kepada umum")),
            (MaterialState.REFUSED, gettext_lazy("Tidak ditampilkan")),
        ],
        widget=forms.RadioSelect,
    )
    reason = PastedField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Bila tidak ditampilkan. Dibaca apa adanya oleh yang mengunggahnya."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a no without its reason."""
        given = super().clean()
        if given.get("decision") == MaterialState.REFUSED and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Isi alasan"))
        return given
