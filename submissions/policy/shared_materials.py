"""Who may hand on what belongs to an innovation, take it back, and let the public see it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.queries.editions import current_edition
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from submissions.materials import OPEN, MaterialState
from submissions.models import Innovation, SharedMaterial
from submissions.policy.readers import may_see_secretariat
from submissions.policy.replications import TEAM, acts_for


def may_share_material(person: Person, innovation: Innovation, at: datetime) -> Verdict:
    """Writers, administrators and leaders of the institution whose innovation it is, once that is public."""
    if not innovation.is_public:
        return no(_("Inovasi ini belum dipublikasikan."))
    if not acts_for(rights_of(person, at), innovation.institution, *TEAM):
        return no(_("Bahan dibagikan oleh penulis, admin, atau pimpinan instansi pemilik inovasi ini."))
    return YES


def may_withdraw_material(person: Person, material: SharedMaterial, at: datetime) -> Verdict:
    """The same people, at any time while it waits or is shown."""
    if not acts_for(rights_of(person, at), material.innovation.institution, *TEAM):
        return no(_("Bahan dibagikan oleh penulis, admin, atau pimpinan instansi pemilik inovasi ini."))
    if material.state not in OPEN:
        return no(_("Bahan ini sekarang berstatus “%(state)s”.") % {"state": material.get_state_display()})
    return YES


def may_moderate_material(person: Person, material: SharedMaterial, state: str, at: datetime) -> Verdict:
    """The current edition's secretariat, but who offered it: yes to what waits and can be opened, no also to what is shown."""
    edition = current_edition()
    if edition is None or not may_see_secretariat(person, edition, at):
        return no(_("Halaman ini hanya untuk sekretariat."))
    if material.added_by_id == person.pk:
        return no(_("Bahan yang Anda unggah sendiri diperiksa orang lain."))
    if material.state not in (OPEN if state == MaterialState.REFUSED else (MaterialState.WAITING,)):
        return no(_("Bahan ini sekarang berstatus “%(state)s”.") % {"state": material.get_state_display()})
    if state == MaterialState.PUBLIC and material.file is not None and not material.file.is_ready:
        return no(_("Berkas belum dapat dibuka: tunggu sampai selesai diperiksa, atau tolak bahannya."))
    return YES
