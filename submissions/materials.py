"""What an institution hands on of an innovation so that others can do it too: kinds, licences, states, and what counts as a
download. Of no edition."""

import re
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MaterialKind(TextChoices):
    """What it is."""

    SOP = "SOP", _("SOP")
    REGULATION = "REGULATION", _("Peraturan")
    TEMPLATE = "TEMPLATE", _("Templat")
    VIDEO = "VIDEO", _("Video")


class Licence(TextChoices):
    """What others may do with it. Regulations have no copyright (UU 28/2014 art. 42)."""

    CC_BY = "CC_BY", _("CC BY 4.0: boleh dipakai dan diubah dengan menyebut sumber")
    CC_BY_SA = "CC_BY_SA", _("CC BY-SA 4.0: seperti CC BY, dan hasilnya dibagikan dengan lisensi yang sama")
    CC0 = "CC0", _("CC0: boleh dipakai tanpa syarat")
    LAW = "LAW", _("Dokumen peraturan, bebas hak cipta (UU 28/2014 pasal 42)")
    READ = "READ", _("Hanya untuk dibaca")


class MaterialLanguage(TextChoices):
    """What it is written or spoken in."""

    ID = "id", _("Bahasa Indonesia")
    EN = "en", _("Bahasa Inggris")
    LOCAL = "daerah", _("Bahasa daerah")


class MaterialState(TextChoices):
    """Whether the public sees it."""

    WAITING = "WAITING", _("Menunggu sekretariat")
    PUBLIC = "PUBLIC", _("Tampil kepada umum")
    REFUSED = "REFUSED", _("Tidak ditampilkan")
    WITHDRAWN = "WITHDRAWN", _("Ditarik instansi")


S = MaterialState

# The database holds the same pairs in a trigger; a house test compares the two.
MATERIAL_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (S.WAITING, S.PUBLIC),
        (S.WAITING, S.REFUSED),
        (S.WAITING, S.WITHDRAWN),
        (S.PUBLIC, S.REFUSED),
        (S.PUBLIC, S.WITHDRAWN),
    }
)
# So many of one innovation wait or are shown.
MOST_MATERIALS = 30
OPEN: tuple[str, ...] = (S.WAITING, S.PUBLIC)

_ROBOT = re.compile(r"bot\b|bot/|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


def is_download(method: str, headers: Mapping[str, str]) -> bool:
    """Say whether a request is counted: one that fetches the file from its beginning, by what does not call itself a robot, and
    not by a browser that only thinks somebody might want it."""
    if method != "GET" or "prefetch" in headers.get("Sec-Purpose", "") or "prefetch" in headers.get("Purpose", ""):
        return False
    return headers.get("Range", "bytes=0-").startswith("bytes=0-") and not _ROBOT.search(headers.get("User-Agent", ""))
