"""The demo's cast: the only people this software invents."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOMAIN = "demo.test"

CAST: tuple[tuple[str | Promise, str], ...] = (
    (_("Penulis unit"), f"unit@{DOMAIN}"),
    (_("Rekan seunit"), f"rekan@{DOMAIN}"),
    (_("Admin instansi"), f"adminlokal@{DOMAIN}"),
    (_("Pimpinan instansi"), f"pimpinan@{DOMAIN}"),
    (_("Penulis instansi lain"), f"pesaing@{DOMAIN}"),
    (_("Sekretariat dan penyelenggara"), f"sekretariat@{DOMAIN}"),
    (_("Sekretariat dan penyelenggara kedua"), f"sekretariat2@{DOMAIN}"),
    (_("Ketua panel"), f"ketua@{DOMAIN}"),
    (_("Penilai"), f"penilai1@{DOMAIN}"),
    (_("Penilai"), f"penilai2@{DOMAIN}"),
    (_("Penilai"), f"penilai3@{DOMAIN}"),
    (_("Pelatih klinik"), f"pelatih@{DOMAIN}"),
    (_("Auditor"), f"auditor@{DOMAIN}"),
)
