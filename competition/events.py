"""The registry of events: each thing worth remembering, with its words for the audit trail.

An event that is posted has three templates in each language:
`templates/notices/<language>/<event>.{subject.txt,txt,html}`. The secretariat may give it other words; which
placeholders they may have is in `competition/placeholders.py`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event. `is_posted`: somebody is told. `is_decisive`: losing the letter would cost a right. `is_of_judging`: who
    got a letter about it tells who judges what, how far they are, or who objected; no queue shows it. `topic`: one of TOPICS,
    where whoever gets the letter may choose to have it once a day with others; empty where it always leaves at once."""

    name: str
    words: str | Promise
    is_posted: bool = False
    is_decisive: bool = False
    is_of_judging: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Letters that people choose together to have at once or once a day."""

    words: str | Promise
    about: str | Promise


PROPOSALS, SCHEDULE, PLACES, OFFICES, JUDGING = "PROPOSALS", "SCHEDULE", "PLACES", "OFFICES", "JUDGING"
# Nothing in here may be decisive, prove who somebody is, say who may act, or lead somewhere for a limited time.
TOPICS: dict[str, Topic] = {
    PROPOSALS: Topic(
        _("Perjalanan proposal"), _("Diteruskan, dikembalikan, disetujui pimpinan, persetujuan gugur, surat pimpinan, berkas.")
    ),
    SCHEDULE: Topic(_("Jadwal"), _("Batas waktu sebuah tahap diperpanjang, jadwalnya diubah.")),
    PLACES: Topic(_("Instansi Anda"), _("Undangan diterima, jabatan dan unit, instansi dipecah, digabung, atau ditutup.")),
    OFFICES: Topic(_("Tugas pada edisi"), _("Pengangkatan petugas, pendaftaran instansi baru, keberatan atas hasil.")),
    JUDGING: Topic(_("Penilaian"), _("Penugasan, jadwal, benturan kepentingan, lembar nilai, peringkat, dan daftar.")),
}
# The letter in which the others of a day are.
DIGEST = "digest_written"

# What proves that somebody reads the mail of an address, so it is nowhere but there.
SECRET_LETTERS = ("endorsement_code_sent", "password_link_asked", "sign_in_code_sent")

EVENTS: dict[str, Event] = {
    event.name: event
    for event in (
        Event("edition_loaded", _("Edisi dimuat")),
        Event("calendar_moved", _("Kalender demo digeser ke tahap berikutnya")),
        Event("stage_extended", _("Batas waktu tahap diperpanjang"), is_posted=True, topic=SCHEDULE),
        Event("stage_moved", _("Jadwal tahap diubah"), is_posted=True, topic=SCHEDULE),
        Event("round_moved", _("Jadwal penilaian diubah"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("institution_extended", _("Batas waktu satu instansi diperpanjang"), is_posted=True, is_decisive=True),
        Event("bulletin_planned", _("Kabar untuk semua direncanakan")),
        Event("bulletin_changed", _("Kabar untuk semua diubah sebelum tampil")),
        Event("bulletin_taken_down", _("Kabar untuk semua diturunkan")),
        Event("bulletin_mailed", _("Kabar untuk semua dikirim sebagai surat"), is_posted=True, topic=SCHEDULE),
        Event("person_appointed", _("Petugas diangkat"), is_posted=True, topic=OFFICES),
        Event("appointment_ended", _("Tugas diakhiri"), is_posted=True, topic=OFFICES),
        Event("appointment_asked", _("Pengangkatan diusulkan"), is_posted=True, topic=OFFICES),
        Event("appointment_answered", _("Usulan pengangkatan dijawab"), is_posted=True, topic=OFFICES),
        Event("tie_declared", _("Benturan kepentingan petugas dinyatakan"), is_posted=True, topic=OFFICES),
        Event("person_invited", _("Undangan dikirim"), is_posted=True),
        Event("person_called_in", _("Undangan oleh sekretariat diberitahukan"), is_posted=True),
        Event("invitation_revoked", _("Undangan dicabut")),
        Event("invitation_redeemed", _("Undangan diterima"), is_posted=True, topic=PLACES),
        Event("role_given", _("Peran diberikan"), is_posted=True),
        Event("role_taken", _("Peran dicabut"), is_posted=True),
        Event("office_recorded", _("Jabatan pimpinan dicatat"), is_posted=True, topic=PLACES),
        Event("unit_changed", _("Unit diganti"), is_posted=True, topic=PLACES),
        Event("delegation_given", _("Pelaksana atas nama pimpinan ditunjuk"), is_posted=True),
        Event("delegation_ended", _("Penunjukan pelaksana diakhiri"), is_posted=True, topic=PLACES),
        Event("audit_exported", _("Jejak audit diekspor")),
        Event("audit_head", _("Kepala rantai audit diberitahukan"), is_posted=True),
        Event("sessions_ended", _("Sesi diakhiri")),
        Event("name_changed", _("Nama diperbaiki")),
        Event("privacy_accepted", _("Pemberitahuan privasi disetujui")),
        Event("account_closed", _("Akun ditutup pemiliknya"), is_posted=True),
        Event("account_suspended", _("Akun dinonaktifkan"), is_posted=True),
        Event("account_restored", _("Akun diaktifkan kembali"), is_posted=True),
        Event("retention_applied", _("Data yang lewat masanya dihapus")),
        Event("draft_started", _("Draf dibuat")),
        Event("draft_moved", _("Draf ikut unitnya pindah instansi")),
        Event("file_added", _("Berkas ditambahkan")),
        Event("file_removed", _("Berkas dihapus")),
        Event("file_refused", _("Berkas ditolak pemeriksaan"), is_posted=True, topic=PROPOSALS),
        Event("proposal_forwarded", _("Diteruskan ke admin instansi"), is_posted=True, topic=PROPOSALS),
        Event("proposal_returned", _("Dikembalikan kepada penulis"), is_posted=True, topic=PROPOSALS),
        Event("proposal_endorsed", _("Disetujui pimpinan"), is_posted=True, topic=PROPOSALS),
        Event("letter_recorded", _("Surat persetujuan pimpinan dicatat"), is_posted=True, topic=PROPOSALS),
        Event("letter_announced", _("Penandatangan surat diberi tahu"), is_posted=True, is_decisive=True),
        Event("letter_objected", _("Keberatan atas surat persetujuan dicatat"), is_posted=True),
        Event("letter_refused", _("Surat persetujuan ditolak pemeriksaan"), is_posted=True, topic=PROPOSALS),
        Event("endorsement_asked", _("Persetujuan diminta"), is_posted=True),
        Event("endorsement_code_sent", _("Kode untuk membuka tautan persetujuan diminta"), is_posted=True),
        Event("endorsement_link_opened", _("Tautan persetujuan dibuka dengan kode")),
        Event("endorsements_waiting", _("Pimpinan baru diberi tahu yang menunggu persetujuan"), is_posted=True),
        Event("closing_reminded", _("Pengingat batas waktu"), is_posted=True),
        Event("correction_reminded", _("Pengingat batas perbaikan"), is_posted=True),
        Event("correction_missed", _("Batas perbaikan lewat, kembali ke sekretariat"), is_posted=True),
        Event("proposal_nudged", _("Proposal diingatkan sekretariat")),
        Event("holder_nudged", _("Pengingat dari sekretariat"), is_posted=True),
        Event("endorsement_lapsed", _("Persetujuan gugur karena isi berubah"), is_posted=True, topic=PROPOSALS),
        Event("proposal_submitted", _("Proposal dikirim"), is_posted=True, is_decisive=True),
        Event("proposal_withdrawn", _("Proposal ditarik kembali"), is_posted=True, is_decisive=True),
        Event("proposal_revived", _("Proposal yang ditarik dibuka kembali")),
        Event("proposals_exported", _("Daftar proposal diekspor")),
        Event("proposal_read", _("Proposal dibaca untuk seleksi administrasi, menunggu pembaca lain")),
        Event("readings_settled", _("Beda pendapat dua pembaca diputuskan")),
        Event("screening_rules_changed", _("Aturan seleksi administrasi diubah")),
        Event("proposal_screened", _("Hasil seleksi administrasi"), is_posted=True),
        Event("passing_undone", _("Loloskan bersama diurungkan"), is_posted=True),
        Event("judges_assigned", _("Penugasan penilai"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("judging_reminded", _("Pengingat batas penilaian"), is_posted=True, is_of_judging=True),
        Event("panelist_changed", _("Keterangan penilai diubah")),
        Event("judge_released", _("Tugas seorang penilai ditarik")),
        Event("tasks_tied", _("Tugas penilai terlepas karena keterkaitan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("reader_replaced", _("Penilai sebuah proposal diganti")),
        Event("training_locked", _("Naskah latihan dinilai")),
        Event("training_written", _("Naskah latihan ditulis")),
        Event("training_chosen", _("Naskah latihan babak dipilih")),
        Event("training_nudged", _("Pengingat naskah latihan"), is_posted=True, is_of_judging=True),
        Event("readers_named", _("Penilai ditetapkan dari berkas, dengan alasan")),
        Event("assignment_accepted", _("Tugas menilai diterima")),
        Event("pack_taken", _("Paket luring diambil")),
        Event("pack_applied", _("Lembar luring disimpan sebagai draf")),
        Event("conflict_declared", _("Benturan kepentingan dinyatakan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("interviews_planned", _("Jadwal wawancara ditetapkan")),
        Event("interview_invited", _("Undangan wawancara"), is_posted=True, is_decisive=True),
        Event("interview_moved", _("Jadwal wawancara satu proposal diubah"), is_posted=True, is_decisive=True),
        Event("panel_moved", _("Perubahan jadwal diberitahukan kepada penilai"), is_posted=True, is_of_judging=True),
        Event("materials_told", _("Penilai diberi tahu bahan wawancara"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("interviews_redrawn", _("Jadwal wawancara disusun ulang"), is_posted=True, is_of_judging=True),
        Event("interviews_cancelled", _("Jadwal wawancara dibatalkan"), is_posted=True, is_of_judging=True),
        Event("interview_cancelled", _("Wawancara satu proposal dibatalkan"), is_posted=True, is_decisive=True),
        Event("material_added", _("Bahan presentasi ditambahkan")),
        Event("material_removed", _("Bahan presentasi dihapus")),
        Event("attendance_confirmed", _("Kehadiran wawancara dikonfirmasi")),
        Event("attendance_reminded", _("Pengingat konfirmasi kehadiran"), is_posted=True),
        Event("sheet_locked", _("Lembar nilai dikunci"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("discussion_opened", _("Penilai diminta membahas nilai"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("remark_added", _("Pesan antarpenilai ditulis"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("joint_sheet_proposed", _("Lembar bersama diusulkan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("joint_sheet_agreed", _("Lembar bersama disetujui seorang penilai")),
        Event("joint_sheet_sealed", _("Lembar bersama disepakati"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("joint_sheet_told", _("Ketua diberi tahu lembar bersama"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("discussion_ended", _("Perbedaan nilai dibiarkan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("third_reader_asked", _("Penilai tambahan diminta membaca")),
        Event("readings_added", _("Bacaan tambahan ditugaskan")),
        Event("reading_withdrawn", _("Bacaan tambahan ditarik"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("sheet_revised", _("Lembar nilai babak diubah")),
        Event("round_ranked", _("Peringkat dibekukan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("ranking_viewed", _("Peringkat dilihat")),
        Event("visit_planned", _("Kunjungan lapangan direncanakan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("visit_changed", _("Kunjungan lapangan diubah atau dibatalkan"), is_posted=True, is_of_judging=True),
        Event("visit_left", _("Seorang anggota tim mundur dari kunjungan"), is_posted=True, is_of_judging=True),
        Event("visit_announced", _("Instansi diberi tahu tentang kunjungan"), is_posted=True, is_of_judging=True),
        Event("findings_confirmed", _("Hasil kunjungan disahkan seorang anggota tim")),
        Event("photo_removed", _("Foto kunjungan dihapus")),
        Event("visit_done", _("Hasil kunjungan disahkan seluruh tim"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("habits_viewed", _("Cara menilai panel dilihat")),
        Event("list_viewed", _("Daftar dengan alasannya dilihat")),
        Event("list_previewed", _("Pratinjau halaman publik dilihat")),
        Event("minutes_taken", _("Berita acara diambil")),
        Event("finalists_selected", _("Daftar diusulkan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("selection_ratified", _("Daftar ditetapkan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("announcement_prepared", _("Pengumuman disiapkan"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("announcement_approved", _("Pengumuman disetujui"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("announcement_postponed", _("Pengumuman ditunda"), is_posted=True, is_of_judging=True, topic=JUDGING),
        Event("api_key_made", _("Kunci API dibuat"), is_posted=True),
        Event("api_key_revoked", _("Kunci API dicabut")),
        Event("webhook_made", _("Webhook dibuat"), is_posted=True),
        Event("webhook_removed", _("Webhook dihapus")),
        Event("webhook_paused", _("Webhook dijeda karena tidak menjawab"), is_posted=True),
        Event("webhook_resumed", _("Webhook dilanjutkan")),
        Event("factor_added", _("Langkah kedua dipasang"), is_posted=True),
        Event("factor_removed", _("Langkah kedua dilepas"), is_posted=True),
        Event("recovery_codes_renewed", _("Kode cadangan dibuat ulang")),
        Event("password_link_asked", _("Tautan kata sandi diminta"), is_posted=True),
        Event("password_changed", _("Kata sandi diganti"), is_posted=True),
        Event("sign_in_code_sent", _("Kode masuk diminta"), is_posted=True),
        Event("sign_on_linked", _("Akun instansi ditautkan"), is_posted=True),
        Event("results_published", _("Hasil diumumkan")),
        Event("results_bundle_released", _("Paket hasil dikeluarkan")),
        Event("decree_recorded", _("Keputusan atas daftar dicatat"), is_posted=True, topic=OFFICES),
        Event("decree_confirmed", _("Keputusan atas daftar disahkan")),
        Event("decree_dropped", _("Catatan keputusan dibatalkan")),
        Event("erratum_proposed", _("Ralat atas daftar diusulkan"), is_posted=True, topic=OFFICES),
        Event("erratum_confirmed", _("Ralat atas daftar disahkan")),
        Event("erratum_dropped", _("Usulan ralat dibatalkan")),
        Event("erratum_known", _("Ralat sampai kepada tim"), is_posted=True, topic=PROPOSALS),
        Event("decree_known", _("Keputusan sampai kepada tim"), is_posted=True, topic=PROPOSALS),
        Event("certificate_issued", _("Sertifikat diterbitkan"), is_posted=True, topic=PROPOSALS),
        Event("certificate_revoked", _("Sertifikat dicabut"), is_posted=True, is_decisive=True),
        Event(
            "objection_filed",
            _("Keberatan atas hasil dikirim, menunggu konfirmasi alamat"),
            is_posted=True,
            is_decisive=True,
            is_of_judging=True,
        ),
        Event("objection_given", _("Keberatan atas hasil diberikan kepada penangan"), is_posted=True, topic=OFFICES),
        Event("enclosure_refused", _("Berkas pindaian ditolak pemeriksaan")),
        Event("objection_answered", _("Keberatan atas hasil dijawab"), is_posted=True, is_decisive=True, is_of_judging=True),
        Event("replication_moved", _("Status replikasi berubah"), is_posted=True),
        Event("replication_written", _("Pesan antarinstansi tentang replikasi ditulis"), is_posted=True),
        Event("replication_reported", _("Hasil replikasi dilaporkan"), is_posted=True),
        Event("replication_step_noted", _("Langkah replikasi dicatat")),
        Event("replication_shown", _("Penayangan replikasi diubah")),
        Event("replication_entered", _("Proposal dimulai dari sebuah replikasi")),
        Event("clinic_planned", _("Klinik direncanakan")),
        Event("clinic_changed", _("Klinik diubah"), is_posted=True),
        Event("clinic_called_off", _("Klinik dibatalkan"), is_posted=True),
        Event("clinic_invited", _("Undangan klinik"), is_posted=True, topic=SCHEDULE),
        Event("clinic_material_added", _("Bahan klinik ditambahkan")),
        Event("clinic_material_removed", _("Bahan klinik dihapus")),
        Event("seat_booked", _("Kursi klinik dipesan"), is_posted=True),
        Event("seat_cancelled", _("Pesanan kursi klinik dibatalkan"), is_posted=True),
        Event("seat_passed_on", _("Daftar tunggu klinik mendapat kursi"), is_posted=True),
        Event("clinic_reminded", _("Pengingat klinik"), is_posted=True),
        Event("clinic_attended", _("Kehadiran klinik dicatat")),
        Event("clinic_not_attended", _("Kehadiran klinik dihapus")),
        Event("clinic_evaluated", _("Klinik dinilai seorang peserta")),
        Event("coaching_moved", _("Bimbingan draf diminta, diberikan, ditolak, atau diakhiri"), is_posted=True),
        Event("coaching_commented", _("Catatan pelatih pada draf ditulis"), is_posted=True, topic=PROPOSALS),
        Event("coaching_comment_done", _("Catatan pelatih ditindaklanjuti")),
        Event("coached_draft_viewed", _("Draf dilihat pelatihnya")),
        Event("readiness_ticked", _("Daftar kesiapan draf diisi")),
        Event("outcome_known", _("Hasil sampai kepada tim"), is_posted=True, is_decisive=True),
        Event("institution_verified", _("Instansi diverifikasi")),
        Event("institution_renamed", _("Instansi berganti nama")),
        Event("institution_split", _("Instansi dipecah"), is_posted=True, topic=PLACES),
        Event("institution_merged", _("Instansi digabung"), is_posted=True, topic=PLACES),
        Event("institution_closed", _("Instansi ditutup"), is_posted=True, topic=PLACES),
        Event("institution_moved", _("Induk instansi diganti")),
        Event("institution_unit_moved", _("Unit pindah ke instansi lain"), is_posted=True, topic=PLACES),
        Event("unit_added", _("Unit ditambahkan")),
        Event("unit_renamed", _("Unit berganti nama")),
        Event("unit_closed", _("Unit ditutup")),
        Event(DIGEST, _("Ringkasan surat harian"), is_posted=True),
        Event("daily_chosen", _("Surat harian dipilih")),
        Event("notice_held", _("Surat ditahan")),
        Event("notice_released", _("Surat yang ditahan dilepas")),
        Event("notice_sent_again", _("Surat dikirim lagi")),
        Event("notice_bounced", _("Surat dilaporkan tidak sampai")),
        Event("notice_complained", _("Surat dilaporkan sebagai spam")),
        Event("notice_edited", _("Isi satu surat diubah")),
        Event("notice_reworded", _("Kata-kata surat diubah")),
        # What these were called for a while, as if they were about a signed letter. The audit keeps what was written.
        Event("letter_held", _("Surat ditahan (nama lama)")),
        Event("letter_released", _("Surat yang ditahan dilepas (nama lama)")),
        Event("letter_sent_again", _("Surat dikirim lagi (nama lama)")),
        Event("letter_reworded", _("Kata-kata surat diubah (nama lama)")),
        Event("admission_filed", _("Instansi mendaftar"), is_posted=True, topic=OFFICES),
        Event("admission_letter_refused", _("Surat pendaftaran ditolak saat diperiksa")),
        Event("admission_verified", _("Pendaftaran instansi diverifikasi"), is_posted=True),
        Event("admission_refused", _("Pendaftaran instansi ditolak"), is_posted=True, is_decisive=True),
    )
}
