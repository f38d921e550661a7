"""Input about files of a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.videos import NoVideo, parse_video


class UploadForm(PlainErrors, forms.Form):
    """One file, and the code of the one whose place it takes. What the file is, the operation sees."""

    file = forms.FileField(
        label=_("Berkas"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing", "max_length"), _("Pilih berkas")),
    )
    replaces = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = hint


class StartUploadForm(forms.Form):
    """What a page announces before it sends a file in parts; a browser that cannot tell the fingerprint leaves it out."""

    name = PastedField(max_length=500)
    size = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False)
    replaces = forms.SlugField(required=False, max_length=16)


class PartForm(forms.Form):
    """Where a part begins; the part itself is the body."""

    offset = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class VideoForm(PlainErrors, forms.Form):
    """A link to a video; empty takes it away."""

    video = PastedField(
        label=_("Tautan video"),
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        help_text=_("Tautan YouTube, misalnya https://youtu.be/ diikuti kode video. Kosongkan untuk menghapus tautan."),
    )

    def clean_video(self) -> str:
        """Return the address of the video as we write it; nothing is fetched."""
        link = self.cleaned_data["video"].strip()
        if not link:
            return ""
        try:
            return parse_video(link).address
        except NoVideo as refusal:
            raise forms.ValidationError(refusal.reason) from refusal


class RemoveForm(forms.Form):
    """Nothing to fill in: the page names the file."""
