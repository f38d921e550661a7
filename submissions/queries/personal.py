"""What proposals hold about one person; the frame names this by a string (settings.PERSONAL_DATA)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from competition.models import Person
from competition.personal import Holding, Row
from competition.queries.personal import shown
from competition.zones import format_instant
from submissions.models import (
    AnswerRevision,
    Booking,
    Certificate,
    Coaching,
    CoachingComment,
    Continuation,
    Decree,
    Document,
    Endorsement,
    Erratum,
    Objection,
    Proposal,
    ReadinessTick,
    Reading,
    Replication,
    ReplicationMessage,
    ReplicationStep,
    ReturnNote,
    SavedView,
    Screening,
    ScreeningDraft,
    Submission,
    Withdrawal,
)
from submissions.queries.personal_sharing import sharing_holdings


def entry_holdings(person: Person, at: datetime, most: int | None) -> Iterable[Holding]:
    """Yield what the person wrote, endorsed, sent and decided."""
    yield from _writing(person, most)
    yield from _deciding(person, most)
    yield from _screening(person, most)
    yield from _naming(person, most)
    yield from _objecting(person, most)
    yield from _replicating(person, most)
    yield from _continuing(person, most)
    yield from _coaching(person, most)
    yield from _guiding(person, most)
    yield from sharing_holdings(person, most)


def _writing(person: Person, most: int | None) -> Iterable[Holding]:
    with_the_institution = _("Milik instansi Anda. Draf yang tidak pernah dikirim dihapus menurut aturan edisinya.")
    own = Proposal.objects.filter(Q(created_by=person) | Q(header_changed_by=person)).select_related("edition")
    started = own.order_by("-created_at", "-pk")
    yield Holding(
        "proposals",
        _("Proposal yang Anda mulai atau yang judulnya Anda simpan"),
        _("Supaya rekan dan admin tahu siapa yang menulisnya."),
        with_the_institution,
        **shown(started, lambda one: _proposal_row(one, person), most),
    )
    saves = AnswerRevision.objects.filter(saved_by=person).select_related("answer__question", "answer__proposal")
    yield Holding(
        "saves",
        _("Jawaban yang Anda simpan"),
        _("Supaya tidak ada kata yang hilang dan riwayatnya dapat dibandingkan."),
        with_the_institution,
        **shown(saves.order_by("-saved_at", "-pk"), _save_row, most),
    )
    given = Document.objects.filter(Q(uploaded_by=person) | Q(removed_by=person)).select_related("proposal")
    yield Holding(
        "files",
        _("Berkas yang Anda unggah atau hapus"),
        _("Supaya rekan tahu dari siapa sebuah berkas, dan riwayatnya lengkap."),
        with_the_institution,
        **shown(given.order_by("-started_at", "-pk"), _file_row, most),
    )
    notes = ReturnNote.objects.filter(written_by=person).select_related("proposal").order_by("-written_at", "-pk")
    yield Holding(
        "notes",
        _("Catatan yang Anda tulis"),
        _("Supaya penulis tahu apa yang diminta."),
        with_the_institution,
        **shown(notes, _note_row, most),
    )


def _deciding(person: Person, most: int | None) -> Iterable[Holding]:
    kept = _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda.")
    yeses = Endorsement.objects.filter(
        Q(endorsed_by=person) | Q(in_stead_of=person) | Q(recorded_by=person) | Q(objected_by=person)
    ).select_related("proposal")
    yield Holding(
        "endorsements",
        _("Persetujuan, juga dengan surat yang Anda tanda tangani, catat, atau bantah"),
        _("Supaya dapat dibuktikan bahwa pimpinan menyetujui isi yang dikirim."),
        kept,
        is_record=True,
        **shown(yeses.order_by("-endorsed_at", "-pk"), _endorsement_row, most),
    )
    sent = Submission.objects.filter(submitted_by=person).select_related("proposal").defer("snapshot")
    yield Holding(
        "submissions",
        _("Proposal yang Anda kirim"),
        _("Supaya tanda terimanya menyebut pengirimnya."),
        kept,
        is_record=True,
        **shown(sent.order_by("-received_at", "-pk"), _submission_row, most),
    )
    taken_back = Withdrawal.objects.filter(withdrawn_by=person).select_related("submission__proposal")
    yield Holding(
        "withdrawals",
        _("Proposal yang Anda tarik kembali"),
        _("Supaya timnya tahu siapa yang menariknya, dan mengapa."),
        kept,
        is_record=True,
        **shown(taken_back.order_by("-withdrawn_at", "-pk"), _withdrawal_row, most),
    )


def _screening(person: Person, most: int | None) -> Iterable[Holding]:
    kept = _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda.")
    decided = Screening.objects.filter(screened_by=person).select_related("proposal").order_by("-screened_at", "-pk")
    yield Holding(
        "screenings",
        _("Keputusan seleksi administrasi"),
        _("Supaya setiap keputusan ada yang mempertanggungjawabkan."),
        kept,
        is_record=True,
        **shown(decided, _screening_row, most),
    )
    readings = Reading.objects.filter(person=person).select_related("proposal").order_by("-read_at", "-pk")
    yield Holding(
        "screening_readings",
        _("Bacaan untuk seleksi administrasi sebagai salah satu dari dua pembaca"),
        _("Supaya tampak bahwa dua orang memeriksa tanpa saling melihat."),
        kept,
        is_record=True,
        **shown(readings, _reading_row, most),
    )


def _naming(person: Person, most: int | None) -> Iterable[Holding]:
    views = SavedView.objects.filter(person=person).select_related("edition").order_by("-saved_at", "-pk")
    yield Holding(
        "views",
        _("Saringan yang Anda beri nama"),
        _("Supaya Anda menemukannya lagi di atas daftar proposal."),
        _("Dapat Anda hapus kapan saja; dihapus juga bila akun Anda berakhir."),
        **shown(views, _view_row, most),
    )
    drafts = ScreeningDraft.objects.filter(person=person).select_related("proposal").order_by("-saved_at", "-pk")
    yield Holding(
        "screening_drafts",
        _("Draf keputusan seleksi administrasi"),
        _("Supaya Anda dapat melanjutkannya; hanya Anda yang melihatnya."),
        _("Dihapus saat Anda memutuskan, dan 30 hari sesudah orang lain memutuskan."),
        **shown(drafts, _screening_draft_row, most),
    )


def _screening_draft_row(one: ScreeningDraft) -> Row:
    return {_("Judul"): one.proposal.title, _("Alasan"): one.words, _("Disimpan"): format_instant(one.saved_at)}


def _objecting(person: Person, most: int | None) -> Iterable[Holding]:
    handled = Objection.objects.filter(Q(handler=person) | Q(email=person.email)).select_related("publication", "outcome")
    yield Holding(
        "objections",
        _("Keberatan atas hasil yang dikirim dari alamat Anda, atau yang Anda tangani"),
        _("Supaya setiap keberatan dijawab, dan diketahui oleh siapa."),
        _("Nama, alamat, dan bukti pengirim dihapus satu tahun setelah jawaban; isi dan jawabannya tetap sebagai arsip."),
        is_record=True,
        **shown(handled.order_by("-filed_at", "-pk"), _objection_row, most),
    )
    decreed = Decree.objects.filter(Q(recorded_by=person) | Q(decided_by=person)).select_related("publication")
    yield Holding(
        "decrees",
        _("Keputusan atas daftar yang Anda catat, sahkan, atau batalkan"),
        _("Supaya diketahui siapa yang menanggung kebenarannya."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(decreed.order_by("-recorded_at", "-pk"), _decree_row, most),
    )
    certified = Certificate.objects.filter(Q(issued_by=person) | Q(revoked_by=person))
    yield Holding(
        "certificates",
        _("Sertifikat yang Anda terbitkan atau cabut"),
        _("Supaya diketahui siapa yang menanggung kebenarannya."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(certified.order_by("-issued_at", "-pk"), _certificate_row, most),
    )

    corrected = Erratum.objects.filter(Q(proposed_by=person) | Q(decided_by=person)).select_related("publication")
    yield Holding(
        "errata",
        _("Ralat atas daftar yang Anda usulkan, sahkan, atau batalkan"),
        _("Supaya diketahui siapa yang menanggung kebenarannya."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(corrected.order_by("-proposed_at", "-pk"), _erratum_row, most),
    )


def _erratum_row(one: Erratum) -> Row:
    known = {_("Daftar"): str(one.publication), _("Isi ralat"): one.get_kind_display(), _("Status"): one.get_state_display()}
    return known | {_("Alasan"): one.reason, _("Diusulkan"): format_instant(one.proposed_at)}


def _replicating(person: Person, most: int | None) -> Iterable[Holding]:
    steps = ReplicationStep.objects.filter(noted_by=person).values("replication")
    own = Q(asked_by=person) | Q(decided_by=person) | Q(confirmed_by=person) | Q(pk__in=steps)
    acted = Replication.objects.filter(own).select_related("innovation", "origin", "institution")
    yield Holding(
        "replications",
        _("Replikasi yang Anda ajukan, putuskan, konfirmasi, atau yang langkahnya Anda catat"),
        _("Supaya kedua instansi tahu siapa yang bertindak."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(acted.order_by("-asked_at", "-pk"), _replication_row, most),
    )
    written = ReplicationMessage.objects.filter(written_by=person).select_related("replication__innovation")
    yield Holding(
        "replication_messages",
        _("Pesan yang Anda tulis kepada instansi mitra replikasi"),
        _("Supaya kedua instansi dapat membaca kembali yang disepakati."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(written.order_by("-written_at", "-pk"), _message_row, most),
    )


def _continuing(person: Person, most: int | None) -> Iterable[Holding]:
    said = Continuation.objects.filter(said_by=person).select_related("innovation").order_by("-said_at", "-pk")
    yield Holding(
        "continuations",
        _("Status inovasi yang Anda nyatakan untuk instansi"),
        _("Supaya setiap pernyataan ada yang menyatakannya; umum tidak melihat nama Anda."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(said, _continuing_row, most),
    )


def _continuing_row(one: Continuation) -> Row:
    known = {_("Inovasi"): one.innovation.title, _("Tahun"): str(one.year), _("Status"): one.get_status_display()}
    return known | {_("Dinyatakan"): format_instant(one.said_at)}


def _replication_row(one: Replication) -> Row:
    known = {_("Inovasi"): one.innovation.title, _("Instansi"): f"{one.origin.name} → {one.institution.name}"}
    return known | {_("Status"): one.get_state_display(), _("Diajukan"): format_instant(one.asked_at)}


def _message_row(one: ReplicationMessage) -> Row:
    known = {_("Inovasi"): one.replication.innovation.title, _("Pesan"): one.text}
    return known | {_("Ditulis"): format_instant(one.written_at)}


def _coaching(person: Person, most: int | None) -> Iterable[Holding]:
    own = Q(booked_by=person) | Q(email=person.email) | Q(batch__coach=person)
    seats = Booking.objects.filter(own).select_related("batch", "institution").order_by("-booked_at", "-pk")
    yield Holding(
        "clinics",
        _("Kursi klinik yang Anda pesan, Anda duduki, atau Anda latih"),
        _("Supaya setiap orang mendapat satu kursi, dan kehadirannya dapat dibuktikan."),
        _("Nama, alamat, dan jabatan peserta dihapus satu tahun sesudah klinik; jumlahnya tetap."),
        **shown(seats, _seat_row, most),
    )


def _guiding(person: Person, most: int | None) -> Iterable[Holding]:
    ticked = ReadinessTick.objects.filter(ticked_by=person).values("proposal")
    own = Q(asked_by=person) | Q(coach=person) | Q(given_by=person) | Q(ended_by=person) | Q(proposal__in=ticked)
    acted = Coaching.objects.filter(own).select_related("proposal__institution", "proposal__unit")
    yield Holding(
        "coachings",
        _("Bimbingan draf yang Anda minta, berikan, tunjuk, akhiri, atau yang daftar kesiapannya Anda isi"),
        _("Supaya yang membimbing tidak menilai, dan kedua pihak tahu siapa yang bertindak."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda; dihapus bersama draf yang tidak pernah dikirim."),
        is_record=True,
        **shown(acted.order_by("-asked_at", "-pk"), _coaching_row, most),
    )
    remarks = CoachingComment.objects.filter(Q(written_by=person) | Q(done_by=person))
    yield Holding(
        "coaching_comments",
        _("Catatan pelatih yang Anda tulis atau tindak lanjuti"),
        _("Supaya tim dapat membaca kembali sarannya."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda; dihapus bersama draf yang tidak pernah dikirim."),
        is_record=True,
        **shown(remarks.order_by("-written_at", "-pk"), _remark_row, most),
    )


def _coaching_row(one: Coaching) -> Row:
    known = {_("Instansi"): one.proposal.institution.name, _("Unit"): one.proposal.unit.name}
    return known | {_("Status"): one.get_state_display(), _("Diminta"): format_instant(one.asked_at)}


def _remark_row(one: CoachingComment) -> Row:
    return {_("Catatan"): one.text, _("Ditulis"): format_instant(one.written_at)}


def _seat_row(one: Booking) -> Row:
    known = {_("Klinik"): one.batch.name, _("Peserta"): one.name, _("Instansi"): one.institution.name}
    return known | {_("Status"): one.get_state_display(), _("Dipesan"): format_instant(one.booked_at)}


def _decree_row(one: Decree) -> Row:
    known = {_("Daftar"): str(one.publication), _("Nomor keputusan"): one.number, _("Status"): one.get_state_display()}
    return known | {_("Dicatat"): format_instant(one.recorded_at)}


def _certificate_row(one: Certificate) -> Row:
    revoked = {_("Dicabut"): format_instant(one.revoked_at)} if one.revoked_at else {}
    return {_("Nomor"): one.number, _("Diterbitkan"): format_instant(one.issued_at)} | revoked


def _objection_row(one: Objection) -> Row:
    known = {_("Nomor"): one.code, _("Daftar"): str(one.publication), _("Inovasi"): one.outcome.title if one.outcome else "–"}
    return known | {_("Status"): one.get_state_display(), _("Dikirim"): format_instant(one.filed_at)}


def _proposal_row(one: Proposal, person: Person) -> Row:
    known = {_("Judul"): one.title, _("Edisi"): str(one.edition.year)}
    if one.created_by_id == person.pk:
        known[_("Dimulai")] = format_instant(one.created_at)
    if one.header_changed_by_id == person.pk:
        known[_("Disimpan")] = format_instant(one.header_changed_at)
    return known


def _save_row(one: AnswerRevision) -> Row:
    answer = one.answer
    return {
        _("Judul"): answer.proposal.title,
        _("Pertanyaan"): str(answer.question),
        _("Disimpan"): format_instant(one.saved_at),
    }


def _file_row(one: Document) -> Row:
    known = {_("Judul"): one.proposal.title, _("Berkas"): one.name, _("Diunggah"): format_instant(one.started_at)}
    return known | ({_("Dihapus"): format_instant(one.removed_at)} if one.removed_at else {})


def _note_row(one: ReturnNote) -> Row:
    return {_("Judul"): one.proposal.title, _("Catatan"): one.text, _("Ditulis"): format_instant(one.written_at)}


def _endorsement_row(one: Endorsement) -> Row:
    known = {_("Judul"): one.proposal.title, _("Jabatan"): one.position, _("SK dan masa jabatan"): one.term.words()}
    if one.is_letter:
        known |= {_("Nomor surat"): one.letter_number, _("Penandatangan"): one.signer, _("Keberatan"): one.objection}
    return known | {_("Disetujui"): format_instant(one.endorsed_at)}


def _submission_row(one: Submission) -> Row:
    known = {_("Judul"): one.proposal.title, _("Nomor tanda terima"): one.number}
    return known | {_("Dikirim"): format_instant(one.received_at)}


def _withdrawal_row(one: Withdrawal) -> Row:
    known = {_("Judul"): one.submission.proposal.title, _("Nomor tanda terima"): one.submission.number}
    return known | {_("Ditarik"): format_instant(one.withdrawn_at), _("Alasan"): one.reason}


def _view_row(one: SavedView) -> Row:
    return {_("Nama"): one.name, _("Edisi"): str(one.edition.year), _("Disimpan"): format_instant(one.saved_at)}


def _reading_row(one: Reading) -> Row:
    known = {_("Judul"): one.proposal.title, _("Keputusan"): one.get_result_display(), _("Alasan"): one.words}
    return known | {_("Dibaca"): format_instant(one.read_at)}


def _screening_row(one: Screening) -> Row:
    known = {_("Judul"): one.proposal.title, _("Keputusan"): one.get_result_display()}
    return known | {_("Diputuskan"): format_instant(one.screened_at)}
