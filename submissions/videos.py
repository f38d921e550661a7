"""A link to a video, taken apart and put together again. Nothing is ever fetched: a server that follows what people type
reaches whatever stands beside it.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_lazy as _

from competition.verdict import Refused

LONGEST_LINK = 500
# Hosts whose watch pages are known, by what is written; a host is compared as it stands, never resolved or decoded.
WATCH_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com"}
SHORT_HOST = "youtu.be"
_HOSTS = "|".join(re.escape(host) for host in (*sorted(WATCH_HOSTS), SHORT_HOST))
# Only what a browser shows in its address bar for such a page: no user name, no port, no escape, nothing invisible.
_LINK = re.compile(rf"(?:https?://)?(?:{_HOSTS})/[A-Za-z0-9_\-./?=&%~+,:;!*'()@$#]*", re.ASCII | re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_PATH = re.compile(r"/(?:shorts|live|embed|v)/([A-Za-z0-9_-]{11})/?", re.ASCII)


class NoVideo(Refused):
    """The link leads to no video that can be shown."""

    reason = _("Tautan harus menuju satu video YouTube, misalnya https://youtu.be/ diikuti kode video")


@dataclass(frozen=True, slots=True)
class Video:
    """One video of one provider; the key is all that is kept of what was typed."""

    provider: str
    key: str

    @property
    def address(self) -> str:
        """Its page, written by us."""
        return f"https://www.youtube.com/watch?v={self.key}"

    @property
    def player(self) -> str:
        """Its player, which sets no cookie before somebody presses play."""
        return f"https://www.youtube-nocookie.com/embed/{self.key}"


def parse_video(link: str) -> Video:
    """Return the video a link leads to: a watch page, a short link, a short, a stream or a player of YouTube.

    :raises NoVideo: for everything else.
    """
    link = link.strip(" \t\r\n")
    if len(link) > LONGEST_LINK or not _LINK.fullmatch(link):
        raise NoVideo
    parts = urlsplit(link if "://" in link.split("?")[0] else f"https://{link}")
    key = _short_key(parts.path) if parts.netloc.lower() == SHORT_HOST else _watch_key(parts.path, parts.query)
    if not _KEY.fullmatch(key):
        raise NoVideo
    return Video("YOUTUBE", key)


def _short_key(path: str) -> str:
    return path.removeprefix("/").removesuffix("/")


def _watch_key(path: str, query: str) -> str:
    """Return the key of a path or query; empty when there is none, or more than one."""
    if found := _PATH.fullmatch(path):
        return found[1]
    keys = set(parse_qs(query).get("v", [])) if path in ("/watch", "/watch/") else set()
    return keys.pop() if len(keys) == 1 else ""
