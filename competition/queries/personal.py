"""What the installation holds about one person, for that person alone."""

from collections.abc import Callable, Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from competition.devices import device_words
from competition.events import EVENTS, TOPICS
from competition.models import (
    Admission,
    ApiKey,
    Appointment,
    AppointmentRequest,
    AuditEntry,
    Bulletin,
    Consent,
    DeclaredTie,
    InstitutionChange,
    InstitutionExtension,
    Invitation,
    LetterTemplate,
    Membership,
    Notice,
    NoticeEdit,
    ParkedForm,
    Person,
    PersonSession,
    ScreeningRules,
    StageExtension,
    Webhook,
)
from competition.personal import Holding, Row
from competition.zones import format_instant

# A page shows so many of each kind; the file has all.
MOST_SHOWN = 10


def holdings_of(person: Person, at: datetime, most: int | None = MOST_SHOWN) -> list[Holding]:
    """Return everything that is held about the person, from every app; a number of queries that no row adds to.

    `most`: so many rows of each kind, all for None.
    """
    return [one for source in settings.PERSONAL_DATA for one in import_string(source)(person, at, most)]


def records_of(person: Person, at: datetime) -> list[Holding]:
    """Return what keeps the person's name when the account is closed."""
    return [one for one in holdings_of(person, at, 0) if one.is_record and one.number]


def shown(rows: QuerySet, describe: Callable[..., Row], most: int | None) -> dict[str, object]:
    """Return `number` and `rows` of a holding; two queries."""
    said = [{name: str(value) for name, value in describe(one).items()} for one in rows[:most]]
    return {"number": rows.count(), "rows": said}


def has_accepted(person: Person, version: str) -> bool:
    """Say whether the person agreed to this version of the privacy notice."""
    return Consent.objects.filter(person=person, version=version).exists()


def frame_holdings(person: Person, at: datetime, most: int | None) -> list[Holding]:
    """Return what the frame itself holds."""
    return [_account(person), _ways_in(person), *_roles(person, most), _given(person, most), *_traces(person, most)]


def _account(person: Person) -> Holding:
    daily = ", ".join(str(TOPICS[one].words) for one in person.daily_topics)
    row = {
        _("Nama"): person.name,
        _("Alamat email"): person.email,
        _("Bahasa"): str(dict(settings.LANGUAGES).get(person.language, person.language)),
        _("Surat"): _("sekali sehari: %(topics)s") % {"topics": daily} if daily else "",
        _("Akun dibuat"): format_instant(person.joined_at),
    }
    return Holding(
        "account",
        _("Akun"),
        _("Supaya Anda dapat masuk dan surat sampai kepada Anda."),
        _("Selama akun Anda terbuka."),
        1,
        [row],
    )


def _ways_in(person: Person) -> Holding:
    kinds = Authenticator.objects.filter(user=person).order_by("pk").values_list("type", "created_at")
    words = dict(Authenticator.Type.choices)
    rows = [{_("Cara"): str(words[kind]), _("Dipasang"): format_instant(when)} for kind, when in kinds]
    linked = SocialAccount.objects.filter(user=person).values_list("provider", "date_joined")
    rows += [{_("Cara"): settings.OIDC_NAME or name, _("Dipasang"): format_instant(when)} for name, when in linked]
    return Holding(
        "ways_in",
        _("Cara masuk"),
        _("Supaya hanya Anda yang dapat masuk. Kata sandi disimpan sebagai sidik yang tidak dapat dibaca kembali."),
        _("Sampai Anda melepasnya atau akun ditutup."),
        len(rows),
        rows,
    )


def _roles(person: Person, most: int | None) -> Iterable[Holding]:
    kept = _("Tetap disimpan, sebab siapa yang berwenang pada suatu hari harus dapat dijawab kemudian.")
    memberships = Membership.objects.filter(person=person).select_related("institution", "unit").order_by("-starts_at", "-pk")
    yield Holding(
        "memberships",
        _("Peran di instansi"),
        _("Supaya Anda dapat menulis, memeriksa, atau menyetujui proposal instansi Anda."),
        kept,
        is_record=True,
        **shown(memberships, _membership_row, most),
    )
    asked = (
        AppointmentRequest.objects.filter(person=person, state="ASKED").select_related("edition").order_by("-asked_at", "-pk")
    )
    yield Holding(
        "asked",
        _("Usulan mengangkat Anda"),
        _("Supaya penyelenggara kedua dapat menyetujui atau menolaknya."),
        kept,
        **shown(asked, _asked_row, most),
    )
    yield from _in_office(person, kept, most)


def _in_office(person: Person, kept: str, most: int | None) -> Iterable[Holding]:
    offices = Appointment.objects.filter(person=person).select_related("edition").order_by("-starts_at", "-pk")
    yield Holding(
        "appointments",
        _("Tugas pada edisi"),
        _("Supaya tugas penyelenggara, penilai, dan auditor dijalankan orang yang diangkat."),
        kept,
        is_record=True,
        **shown(offices, _office_row, most),
    )
    ties = DeclaredTie.objects.filter(person=person).select_related("institution", "edition").order_by("-declared_at", "-pk")
    yield Holding(
        "declared_ties",
        _("Benturan kepentingan yang Anda nyatakan sebagai petugas"),
        _("Supaya Anda tidak mengurus proposal instansi itu."),
        kept,
        is_record=True,
        **shown(ties, _tie_row, most),
    )
    consents = Consent.objects.filter(person=person).order_by("-at", "-pk")
    yield Holding(
        "consents",
        _("Pemberitahuan privasi yang Anda setujui"),
        _("Supaya dapat dibuktikan versi mana yang Anda baca."),
        _("Selama akun Anda terbuka."),
        **shown(consents, lambda one: {_("Versi"): one.version, _("Disetujui"): format_instant(one.at)}, most),
    )


def _membership_row(one: Membership) -> Row:
    return {
        _("Peran"): one.get_role_display(),
        _("Instansi"): one.institution.name,
        _("Unit"): one.unit.name if one.unit else "",
        _("Jabatan"): one.position,
        _("SK dan masa jabatan"): one.term.words(),
        _("Mulai"): format_instant(one.starts_at),
        _("Berakhir"): format_instant(one.ends_at) if one.ends_at else "",
    }


def _asked_row(one: AppointmentRequest) -> Row:
    known = {_("Tugas"): one.get_role_display(), _("Edisi"): str(one.edition.year)}
    return known | {_("Diusulkan"): format_instant(one.asked_at)}


def _tie_row(one: DeclaredTie) -> Row:
    known = {_("Edisi"): one.edition.year, _("Instansi"): one.institution.name, _("Alasan"): one.get_kind_display()}
    return known | {_("Penjelasan"): one.explanation, _("Dinyatakan"): format_instant(one.declared_at)}


def _office_row(one: Appointment) -> Row:
    return {
        _("Tugas"): one.get_role_display(),
        _("Edisi"): str(one.edition.year),
        _("Mulai"): format_instant(one.starts_at),
        _("Berakhir"): format_instant(one.ends_at) if one.ends_at else "",
    }


def _given(person: Person, most: int | None) -> Holding:
    """Return what the person gave to others and decided about them and their institutions, each kind in one line per act."""
    appointed = Appointment.objects.filter(Q(appointed_by=person) | Q(approved_by=person))
    acts: list[tuple[str, QuerySet, str]] = [
        ("role_given", Membership.objects.filter(given_by=person), "starts_at"),
        ("person_invited", Invitation.objects.filter(invited_by=person), "created_at"),
        ("person_appointed", appointed, "starts_at"),
        ("appointment_ended", Appointment.objects.filter(ended_by=person), "ends_at"),
        ("appointment_asked", AppointmentRequest.objects.filter(asked_by=person), "asked_at"),
        ("appointment_answered", AppointmentRequest.objects.filter(decided_by=person), "decided_at"),
        ("admission_decided", Admission.objects.filter(decided_by=person), "decided_at"),
        ("institution_changed", InstitutionChange.objects.filter(recorded_by=person), "recorded_at"),
        ("stage_extended", StageExtension.objects.filter(extended_by=person), "extended_at"),
        ("institution_extended", InstitutionExtension.objects.filter(extended_by=person), "extended_at"),
        ("bulletin_planned", Bulletin.objects.filter(planned_by=person), "planned_at"),
        ("bulletin_taken_down", Bulletin.objects.filter(taken_down_by=person), "taken_down_at"),
        ("screening_rules_changed", ScreeningRules.objects.filter(changed_by=person), "changed_at"),
        ("notice_edited", NoticeEdit.objects.filter(edited_by=person), "edited_at"),
        ("notice_reworded", LetterTemplate.objects.filter(saved_by=person), "saved_at"),
        *_for_programs(person),
    ]
    number = sum(rows.count() for _event, rows, _when in acts)
    latest = sorted(
        (
            (when, event)
            for event, rows, field in acts
            for when in rows.order_by(f"-{field}", "-pk").values_list(field, flat=True)[:most]
        ),
        reverse=True,
    )
    return Holding(
        "given",
        _("Yang Anda berikan dan putuskan"),
        _("Supaya dapat dijawab siapa yang memberi peran, mengundang, mengangkat, atau mengubah batas waktu."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        number,
        [{_("Tindakan"): _act_words(event), _("Waktu"): format_instant(when)} for when, event in latest[:most]],
        is_record=True,
    )


def _for_programs(person: Person) -> list[tuple[str, QuerySet, str]]:
    """Return the keys and webhooks that the person made or ended."""
    return [
        ("api_key_made", ApiKey.objects.filter(made_by=person), "made_at"),
        ("api_key_revoked", ApiKey.objects.filter(revoked_by=person), "revoked_at"),
        ("webhook_made", Webhook.objects.filter(made_by=person), "made_at"),
        ("webhook_removed", Webhook.objects.filter(removed_by=person), "removed_at"),
    ]


def _act_words(event: str) -> str:
    own = {
        "admission_decided": _("Pendaftaran instansi diputuskan"),
        "institution_changed": _("Perubahan instansi dicatat"),
    }
    return own[event] if event in own else str(EVENTS[event].words)


def _traces(person: Person, most: int | None) -> Iterable[Holding]:
    sessions = PersonSession.objects.filter(person=person).exclude(started_at=None).defer("session_data")
    yield Holding(
        "sessions",
        _("Tempat Anda sedang masuk"),
        _("Supaya Anda dapat melihat dan mengakhirinya."),
        _("Paling lama dua belas jam sejak masuk."),
        **shown(sessions.order_by("-seen_at", "code"), _session_row, most),
    )
    yield Holding(
        "parked",
        _("Teks yang Anda kirim sebelum masuk kembali"),
        _("Supaya tulisan tidak hilang ketika sesi Anda berakhir. Disimpan tersandi, dan hanya Anda yang dapat membukanya."),
        _("Paling lama satu jam."),
        **shown(ParkedForm.objects.filter(person=person).order_by("-parked_at", "-pk"), _parked_row, most),
    )
    invitations = Invitation.objects.filter(email=person.email).select_related("institution").order_by("-created_at", "-pk")
    yield Holding(
        "invitations",
        _("Undangan ke alamat Anda"),
        _("Supaya dapat diketahui siapa yang memberi Anda peran."),
        _("Yang tidak diterima dihapus setahun sesudah masa berlakunya lewat."),
        **shown(invitations, _invitation_row, most),
    )
    letters = Notice.objects.filter(recipient=person).order_by("-created_at", "-entry_id")
    yield Holding(
        "letters",
        _("Surat kepada Anda"),
        _("Supaya dapat dipastikan bahwa surat itu dikirim."),
        _("Isinya dihapus enam bulan sesudah terkirim; bahwa surat itu ada tetap tercatat."),
        **shown(letters, _letter_row, most),
    )
    acts = AuditEntry.objects.filter(person=person).order_by("-pk")
    yield Holding(
        "acts",
        _("Jejak audit tindakan Anda"),
        _("Supaya jalannya kompetisi dapat diperiksa."),
        _("Tetap disimpan. Jejak audit tidak dapat diubah atau dihapus oleh siapa pun."),
        **shown(acts, _act_row, most),
    )


def _session_row(one: PersonSession) -> Row:
    known = {_("Perangkat"): device_words(one.agent), _("Jaringan"): one.network}
    return known | {_("Masuk"): format_instant(one.started_at), _("Terakhir dipakai"): format_instant(one.seen_at)}


def _parked_row(one: ParkedForm) -> Row:
    return {_("Halaman"): one.path, _("Dikirim"): format_instant(one.parked_at)}


def _invitation_row(one: Invitation) -> Row:
    known = {_("Instansi"): one.institution.name, _("Peran"): one.get_role_display()}
    return known | {_("Dikirim"): format_instant(one.created_at)}


def _letter_row(one: Notice) -> Row:
    return {
        _("Perihal"): one.subject or str(EVENTS[one.event].words),
        _("Status"): one.get_state_display(),
        _("Ditulis"): format_instant(one.created_at),
        _("Dibaca di situs"): format_instant(one.read_at) if one.read_at else "–",
    }


def _act_row(one: AuditEntry) -> Row:
    kind = EVENTS.get(one.event)
    return {_("Tindakan"): str(kind.words) if kind else one.event, _("Waktu"): format_instant(one.at)}
