"""A video as people paste it into a form."""

from typing import Any

from django import forms

from submissions.videos import LONGEST_LINK, NoVideo, Video, parse_video


class VideoField(forms.CharField):
    """A link to one video, or nothing. The form gets a `Video`, of which only the key is kept, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_LINK, required=False, **kwargs)

    def clean(self, value: Any) -> Video | None:
        """Return the video.

        :raises ValidationError: it is longer than any, or leads to none of the hosts.
        """
        link = super().clean(value)
        try:
            return parse_video(link) if link else None
        except NoVideo as error:
            raise forms.ValidationError(error.reason) from error
