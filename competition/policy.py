"""May this person do this to this part of the frame, now? Each answer carries its reason."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from competition.duties import GUARDED, Held, objection
from competition.lifetimes import QUIET_BEFORE_A_CLOSE
from competition.models import (
    Admission,
    ApiKey,
    Appointment,
    AppointmentRequest,
    Bulletin,
    Edition,
    Institution,
    Membership,
    Person,
)
from competition.models.appointments import RequestState
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.accounts import standing_of
from competition.queries.appointments import held_by, offices_acted_in
from competition.queries.editions import stage_of
from competition.queries.memberships import is_led
from competition.queries.people import STAFF_ROLES, Rights, rights_of
from competition.queries.signing import stage_closes_within
from competition.states import AdmissionState
from competition.verdict import YES, Verdict, no
from competition.zones import day_of

AUDITOR = AppointmentRole.AUDITOR
ORGANISER = AppointmentRole.ORGANISER
DELEGATE = MembershipRole.DELEGATE
LEADER = MembershipRole.LEADER
ADMINISTRATOR = MembershipRole.ADMINISTRATOR
SECRETARIAT = AppointmentRole.SECRETARIAT


def may_read_audit(person: Person, at: datetime) -> Verdict:
    """The auditors, of whichever edition they audit now."""
    if rights_of(person, at).holds_any(AUDITOR):
        return YES
    return no(_("Jejak audit hanya untuk auditor."))


def may_read_entry(person: Person, edition_id: int | None, at: datetime) -> Verdict:
    """The edition's auditors; what belongs to no edition is for every auditor."""
    verdict = may_read_audit(person, at)
    if not verdict or edition_id is None or rights_of(person, at).holds(edition_id, AUDITOR):
        return verdict
    return no(_("Catatan ini milik edisi yang tidak Anda audit."))


def may_see_appointments(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's organisers, and its auditors, who only look."""
    if rights_of(person, at).holds(edition.pk, ORGANISER, AUDITOR):
        return YES
    return no(_("Halaman ini hanya untuk penyelenggara dan auditor."))


def may_appoint(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's organisers. Whom, is the next question."""
    if rights_of(person, at).holds(edition.pk, ORGANISER):
        return YES
    return no(_("Hanya penyelenggara yang dapat mengangkat dan memberhentikan petugas."))


def may_declare_tie(person: Person, edition: Edition, at: datetime) -> Verdict:
    """Whoever holds an office in the edition."""
    if rights_of(person, at).holds(edition.pk, *AppointmentRole.values):
        return YES
    return no(_("Halaman ini hanya untuk petugas edisi ini."))


def may_appoint_person(person: Person, edition: Edition, whom: Person, at: datetime) -> Verdict:
    """An organiser, anybody but themself."""
    if person.pk == whom.pk:
        return no(_("Anda tidak dapat mengangkat diri sendiri. Minta penyelenggara lain."))
    return may_appoint(person, edition, at)


def may_hold_office(person: Person, edition: Edition, wanted: Held, at: datetime) -> Verdict:
    """Somebody with an open account whom no other office, held or acted in, excludes. Asked by whoever appoints."""
    if not person.is_active:
        return no(_("Akun orang ini sudah ditutup."))
    against = objection(wanted, held_by(person, edition), offices_acted_in(person, edition))
    return no(against) if against else YES


def may_end_appointment(person: Person, appointment: Appointment, at: datetime) -> Verdict:
    """An organiser of its edition, while it lasts or has not begun."""
    if appointment.ends_at is not None and appointment.ends_at <= max(at, appointment.starts_at):
        return no(_("Tugas ini sudah berakhir."))
    return may_appoint(person, appointment.edition, at)


def may_answer_request(person: Person, request: AppointmentRequest, at: datetime) -> Verdict:
    """An organiser who neither asked nor is the one asked about, once."""
    verdict = may_appoint(person, request.edition, at)
    if not verdict:
        return verdict
    if request.state != RequestState.ASKED:
        return no(_("Usulan ini sudah dijawab."))
    if request.asked_by_id == person.pk:
        return no(_("Usulan harus dijawab oleh penyelenggara selain pengusulnya."))
    if request.person_id == person.pk:
        return no(_("Usulan ini tentang Anda sendiri, jadi dijawab oleh penyelenggara lain."))
    return YES


def may_move_calendar(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's secretariat, in a demo."""
    if rights_of(person, at).holds(edition.pk, SECRETARIAT):
        return YES
    return no(_("Hanya sekretariat yang dapat menggeser kalender."))


def may_keep_screening_rules(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's secretariat and organisers, until screening is over."""
    if not rights_of(person, at).holds(edition.pk, *STAFF_ROLES):
        return no(_("Hanya sekretariat dan penyelenggara yang dapat mengubah aturan seleksi."))
    stage = stage_of(edition, "screening")
    if stage is not None and stage.closes_at <= at:
        return no(_("Seleksi administrasi sudah ditutup, jadi aturannya tetap."))
    return YES


def may_keep_bulletins(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's secretariat and organisers."""
    if rights_of(person, at).holds(edition.pk, *STAFF_ROLES):
        return YES
    return no(_("Hanya sekretariat dan penyelenggara yang menulis kabar untuk semua."))


def may_change_bulletin(person: Person, bulletin: Bulletin, at: datetime) -> Verdict:
    """Whoever keeps them, until it has started: what was read once is not rewritten."""
    verdict = may_take_down_bulletin(person, bulletin, at)
    if verdict and bulletin.starts_at <= at:
        return no(_("Kabar ini sudah tampil, jadi kata-katanya tetap. Turunkan, lalu tulis yang baru."))
    return verdict


def may_take_down_bulletin(person: Person, bulletin: Bulletin, at: datetime) -> Verdict:
    """Whoever keeps them, of one that is shown or still to come."""
    if bulletin.taken_down_at is not None:
        return no(_("Kabar ini sudah diturunkan."))
    if bulletin.ends_at <= at:
        return no(_("Kabar ini sudah berakhir."))
    return may_keep_bulletins(person, bulletin.edition, at)


def may_see_institutions(person: Person, at: datetime) -> Verdict:
    """Secretariat and organisers; institutions belong to no edition, so an office in any of them counts."""
    if rights_of(person, at).holds_any(*STAFF_ROLES):
        return YES
    return no(_("Halaman ini hanya untuk sekretariat."))


def may_keep_institutions(person: Person, institution: Institution | None, at: datetime) -> Verdict:
    """The secretariat, and nobody about their own institution."""
    rights = rights_of(person, at)
    if not rights.holds_any(AppointmentRole.SECRETARIAT):
        return no(_("Hanya sekretariat yang dapat mengubah daftar instansi."))
    if institution is not None and rights.is_member(institution.pk):
        return no(_("Ini instansi Anda sendiri, jadi diurus oleh orang lain di sekretariat."))
    return YES


def may_keep_letters(person: Person, at: datetime) -> Verdict:
    """The secretariat of any edition: a mail server that says no asks for no edition."""
    if rights_of(person, at).holds_any(SECRETARIAT):
        return YES
    return no(_("Antrean surat hanya untuk sekretariat."))


def may_decide_admission(person: Person, admission: Admission, at: datetime) -> Verdict:
    """The secretariat while it waits, and nobody about a request of their own."""
    if person.email == admission.contact_email:
        return no(_("Anda tercantum sebagai narahubung, jadi pendaftaran ini diputuskan orang lain."))
    if admission.state != AdmissionState.WAITING:
        return no(_("Pendaftaran ini sudah diputuskan."))
    return may_keep_institutions(person, admission.institution, at)


def may_change_units(person: Person, institution: Institution, at: datetime) -> Verdict:
    """The administrator of the institution or of the government a BUMD belongs to, and the secretariat; while it is open."""
    rights = rights_of(person, at)
    parents = [institution.parent_id] if institution.parent_id else []
    is_own = any(rights.is_member(pk, MembershipRole.ADMINISTRATOR) for pk in (institution.pk, *parents))
    if not is_own and not may_keep_institutions(person, institution, at):
        return no(_("Hanya admin instansi dan sekretariat yang dapat mengubah daftar unit."))
    if not institution.is_open_on(day_of(at)):
        return no(_("Instansi ini sudah ditutup, jadi daftar unitnya tetap."))
    return YES


def must_hold_factor(person: Person, at: datetime) -> bool:
    """Say whether the installation asks a second factor of this person."""
    return settings.REQUIRE_MFA and (person.is_staff or rights_of(person, at).holds_any(*GUARDED))


def may_work_without_factor(person: Person, at: datetime) -> Verdict:
    """Whoever has a factor or needs none; and everybody while a stage is about to close, when nobody is held up."""
    if person.has_factor or not must_hold_factor(person, at) or stage_closes_within(at, QUIET_BEFORE_A_CLOSE):
        return YES
    return no(_("Tugas Anda memerlukan langkah kedua saat masuk. Pasang aplikasi autentikator atau kunci sandi dahulu."))


def may_remove_factor(person: Person, left: bool, at: datetime) -> Verdict:
    """Whoever keeps another one, or needs none."""
    if left or not must_hold_factor(person, at):
        return YES
    return no(_("Tugas Anda memerlukan langkah kedua saat masuk. Pasang yang baru dahulu, lalu lepas yang ini."))


def may_see_people(person: Person, institution: Institution, at: datetime) -> Verdict:
    """The institution's administrators (of a BUMD also its government's) and leaders; the secretariat, but not of its own."""
    rights = rights_of(person, at)
    if _administers(rights, institution) or rights.is_member(institution.pk, LEADER) or _oversees(rights, institution):
        return YES
    return no(_("Halaman ini hanya untuk admin dan pimpinan instansi."))


def may_give_role(person: Person, institution: Institution, role: str, at: datetime) -> Verdict:
    """Leaders give any role; administrators all but the leader's, unless there is none in their term; the secretariat calls in
    administrators and leaders of institutions it does not belong to. A leader's stead is the leader's own to give."""
    rights = rights_of(person, at)
    if role == DELEGATE:
        return may_delegate(person, institution, at)
    if _oversees(rights, institution) and role in (ADMINISTRATOR, LEADER):
        return YES
    is_leader = rights.is_member(institution.pk, LEADER)
    if not is_leader and not _administers(rights, institution):
        return no(_("Hanya admin dan pimpinan instansi yang dapat memberi peran ini."))
    if institution.verified_at is None:
        return no(_("Instansi Anda belum diverifikasi sekretariat."))
    if role == LEADER and not is_leader and is_led(institution, at):
        return no(_("Instansi ini sudah memiliki pimpinan. Pimpinan lain ditambahkan oleh pimpinan itu atau sekretariat."))
    return YES


def may_take_role(person: Person, membership: Membership, at: datetime) -> Verdict:
    """Anybody lays down what is theirs. A delegation is ended by a leader, a leader's role by another leader or the
    secretariat, the other roles by administrators, leaders and (administrators only) the secretariat."""
    if membership.ends_at is not None and membership.ends_at <= at:
        return no(_("Peran ini sudah berakhir."))
    if membership.person_id == person.pk:
        return YES
    rights, institution = rights_of(person, at), membership.institution
    if rights.is_member(institution.pk, LEADER):
        return YES
    if membership.role in (LEADER, ADMINISTRATOR) and _oversees(rights, institution):
        return YES
    if membership.role in (LEADER, DELEGATE):
        return no(_("Peran ini hanya dapat dicabut oleh pimpinan instansi."))
    if _administers(rights, institution):
        return YES
    return no(_("Hanya admin dan pimpinan instansi yang dapat mencabut peran ini."))


def may_record_office(person: Person, membership: Membership, at: datetime) -> Verdict:
    """Of a leader who is in the role: another leader, an administrator, the secretariat; nobody lengthens their own term."""
    if membership.role != LEADER:
        return no(_("Masa jabatan hanya dicatat untuk pimpinan."))
    if membership.ends_at is not None and membership.ends_at <= at:
        return no(_("Peran ini sudah berakhir."))
    if membership.person_id == person.pk:
        return no(_("Masa jabatan Anda sendiri dicatat oleh admin instansi atau sekretariat."))
    rights, institution = rights_of(person, at), membership.institution
    if rights.is_member(institution.pk, LEADER) or _administers(rights, institution) or _oversees(rights, institution):
        return YES
    return no(_("Hanya admin dan pimpinan instansi yang dapat mencatat masa jabatan."))


def may_close_account(person: Person, at: datetime) -> Verdict:
    """Anybody their own, unless they hold an office: that is ended by an organiser first, so that nobody vanishes from it."""
    if rights_of(person, at).appointments:
        return no(_("Anda masih bertugas pada sebuah edisi. Minta penyelenggara mengakhiri tugas Anda, lalu tutup akun."))
    return YES


def may_find_accounts(person: Person, at: datetime) -> Verdict:
    """Secretariat and organisers, whom an agency calls when an account must be closed at once."""
    if rights_of(person, at).holds_any(*STAFF_ROLES):
        return YES
    return no(_("Halaman ini hanya untuk sekretariat dan penyelenggara."))


def may_suspend(person: Person, account: Person, at: datetime) -> Verdict:
    """Of an open account, whoever may restore it (see below)."""
    if not account.is_active:
        return no(_("Akun ini sudah dinonaktifkan."))
    return _may_keep_out(person, account, at)


def may_restore(person: Person, account: Person, at: datetime) -> Verdict:
    """Of a suspended account: the secretariat and organisers, but of their own institutions' people; of whoever holds an
    office, an organiser of its edition. Nobody their own, and nobody who opens Django's admin: the operator keeps those."""
    if account.is_active:
        return no(_("Akun ini aktif."))
    return _may_keep_out(person, account, at)


def _may_keep_out(person: Person, account: Person, at: datetime) -> Verdict:
    verdict = may_find_accounts(person, at)
    if not verdict:
        return verdict
    if person.pk == account.pk:
        return no(_("Ini akun Anda sendiri, jadi diurus orang lain di sekretariat."))
    if account.is_staff or account.is_superuser:
        return no(_("Akun ini milik pengelola sistem, jadi diurus di server."))
    rights, standing = rights_of(person, at), standing_of(account, at)
    if any(rights.is_member(one.institution_id) for one in standing.memberships):
        return no(_("Orang ini dari instansi Anda sendiri, jadi akunnya diurus orang lain di sekretariat."))
    if not all(rights.holds(one.edition_id, ORGANISER) for one in standing.offices):
        return no(_("Orang ini bertugas pada sebuah edisi, jadi akunnya diurus penyelenggara edisi itu."))
    return YES


def may_delegate(person: Person, institution: Institution, at: datetime) -> Verdict:
    """The institution's leader: nobody gives away what is not theirs, and a delegate passes nothing on."""
    if rights_of(person, at).is_member(institution.pk, LEADER):
        return YES
    return no(_("Hanya pimpinan instansi yang dapat menunjuk pelaksana atas namanya."))


def may_end_sessions_of(person: Person, membership: Membership, at: datetime) -> Verdict:
    """The administrators and leaders of the institution, of its people now."""
    rights, institution = rights_of(person, at), membership.institution
    is_now = membership.starts_at <= at and (membership.ends_at is None or membership.ends_at > at)
    if is_now and (_administers(rights, institution) or rights.is_member(institution.pk, LEADER)):
        return YES
    return no(_("Hanya admin dan pimpinan instansi yang dapat mengakhiri sesi anggotanya."))


def may_see_keys(person: Person, institution: Institution, at: datetime) -> Verdict:
    """The institution's administrators (of a BUMD also its government's) and leaders."""
    rights = rights_of(person, at)
    if _administers(rights, institution) or rights.is_member(institution.pk, LEADER):
        return YES
    return no(_("Halaman ini hanya untuk admin dan pimpinan instansi."))


def may_make_key(person: Person, institution: Institution, at: datetime) -> Verdict:
    """Its administrators, while it is verified and open; webhooks are made by the same."""
    if not _administers(rights_of(person, at), institution):
        return no(_("Kunci dan webhook dibuat oleh admin instansi."))
    if institution.verified_at is None or not institution.is_open_on(day_of(at)):
        return no(_("Instansi ini belum diverifikasi atau sudah ditutup, jadi tidak dapat memakai kunci atau webhook."))
    return YES


def may_revoke_key(person: Person, key: ApiKey, at: datetime) -> Verdict:
    """Whoever sees it, once."""
    if key.revoked_at is not None:
        return no(_("Kunci ini sudah dicabut."))
    return may_see_keys(person, key.institution, at)


def may_use_key(key: ApiKey, at: datetime) -> Verdict:
    """Whoever shows its token, until it is over, as long as its maker could make it again."""
    return no(_("Kunci tidak berlaku.")) if key.is_over(at) else may_make_key(key.made_by, key.institution, at)


def may_call_in(person: Person, at: datetime) -> Verdict:
    """The secretariat, for an institution whose own people cannot be reached."""
    if rights_of(person, at).holds_any(SECRETARIAT):
        return YES
    return no(_("Halaman ini hanya untuk sekretariat."))


def acts_from_outside(person: Person, institution: Institution, at: datetime) -> bool:
    """Say whether the person acts on the institution as its secretariat only, which needs a reason."""
    rights = rights_of(person, at)
    return _oversees(rights, institution) and not _administers(rights, institution)


def _administers(rights: Rights, institution: Institution) -> bool:
    return rights.is_member(institution.pk, ADMINISTRATOR) or (
        institution.parent_id is not None and rights.is_member(institution.parent_id, ADMINISTRATOR)
    )


def _oversees(rights: Rights, institution: Institution) -> bool:
    """Say whether the person is of the secretariat and a stranger to the institution."""
    return rights.holds_any(SECRETARIAT) and not rights.is_member(institution.pk)
