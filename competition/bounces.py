"""What a mail provider reports of a letter it had accepted, and the sentences the secretariat reads about it.

Kept of a report is one of these words and nothing the provider wrote: what comes from outside stands on no page of ours.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFIX = "provider: "
OTHER = "other"
COMPLAINT = "complained"
BOUNCES: dict[str, Promise] = {
    "invalid": _("Penyedia surat melaporkan: alamat penerima tidak ada. Perbaiki alamatnya sebelum mengirim lagi."),
    "bounced": _("Penyedia surat melaporkan: server penerima menolak surat ini. Tanyakan apakah alamatnya benar."),
    "timed_out": _("Penyedia surat melaporkan: server penerima tidak terhubung sampai batas waktu. Coba kirim lagi nanti."),
    "blocked": _("Penyedia surat memblokir alamat ini. Buka blokirnya di penyedia, lalu kirim lagi."),
    "spam": _("Penyedia surat tidak mengirim: penerima pernah melaporkan surat sebagai spam. Hubungi dengan cara lain."),
    "unsubscribed": _("Penyedia surat tidak mengirim: penerima pernah berhenti berlangganan. Hubungi dengan cara lain."),
    OTHER: _("Penyedia surat melaporkan: surat tidak sampai. Alasannya ada di halaman penyedia."),
}
COMPLAINED = _("Surat sampai, tetapi penerima melaporkannya sebagai spam. Surat lain kepadanya tetap dikirim.")
SENTENCES = BOUNCES | {COMPLAINT: COMPLAINED}


def in_words(error: str) -> str | Promise:
    """Return the sentence for what a provider reported; anything else, such as a mail server's own answer, as it is."""
    return SENTENCES.get(error.removeprefix(PREFIX), error) if error.startswith(PREFIX) else error
