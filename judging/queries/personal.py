"""What the verdict holds about one person; the frame names this by a string (settings.PERSONAL_DATA).

Of proposals nothing but the task's code is said here: a judge with a declared tie must not see them any more.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from competition.models import Person
from competition.personal import Holding, Row
from competition.queries.personal import shown
from competition.zones import format_date, format_instant
from judging.models import (
    Announcement,
    Assignment,
    Conflict,
    Discussion,
    Material,
    Panelist,
    Ranking,
    Remark,
    Reopening,
    ScoreSheet,
    Selection,
    SheetRevision,
    Slot,
    TrainingSheet,
    Visit,
    VisitMember,
    VisitPhoto,
)
from judging.states import SheetState


def verdict_holdings(person: Person, at: datetime, most: int | None) -> Iterable[Holding]:
    """Yield what the person was given to judge, judged and decided."""
    kept = _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda.")
    tasks = Assignment.objects.filter(judge=person).select_related("round__edition").order_by("-assigned_at", "-pk")
    yield Holding(
        "assignments",
        _("Tugas menilai"),
        _("Supaya setiap proposal dibaca sebanyak yang ditetapkan, dan bebannya merata."),
        kept,
        is_record=True,
        **shown(tasks, _task_row, most),
    )
    sheets = ScoreSheet.objects.filter(assignment__judge=person, state=SheetState.LOCKED).select_related("assignment")
    yield Holding(
        "sheets",
        _("Lembar nilai yang Anda kunci"),
        _("Supaya peringkat dapat dihitung ulang dari nilai yang diberikan."),
        kept,
        is_record=True,
        **shown(sheets.order_by("-locked_at", "-pk"), _sheet_row, most),
    )
    ties = Conflict.objects.filter(judge=person).order_by("-declared_at", "-pk")
    yield Holding(
        "conflicts",
        _("Benturan kepentingan yang Anda nyatakan"),
        _("Supaya Anda tidak diberi proposal itu lagi."),
        kept,
        is_record=True,
        **shown(ties, _tie_row, most),
    )
    yield from _on_the_panel(person, kept, most)
    yield _journeys(person, kept, most)
    yield from (_remarks(person, kept, most), _decisions(person, kept, most))


def _on_the_panel(person: Person, kept: str, most: int | None) -> Iterable[Holding]:
    seats = Panelist.objects.filter(appointment__person=person).select_related("appointment__edition").order_by("pk")
    yield Holding(
        "panelist",
        _("Keterangan tentang Anda sebagai penilai"),
        _("Supaya tugas sesuai dengan bidang, beban, dan ketersediaan Anda."),
        kept,
        is_record=True,
        **shown(seats, _seat_row, most),
    )
    trained = TrainingSheet.objects.filter(judge=person).select_related("anchor__round__edition")
    yield Holding(
        "training",
        _("Naskah latihan yang Anda nilai"),
        _("Supaya Anda dan panel melihat seberapa dekat cara menilainya."),
        kept,
        is_record=True,
        **shown(trained.order_by("-locked_at", "-pk"), _training_row, most),
    )
    yield _attendances(person, kept, most)
    yield _materials(person, kept, most)


def _attendances(person: Person, kept: str, most: int | None) -> Holding:
    attendances = Slot.objects.filter(confirmed_by=person).select_related("timetable__round__edition")
    return Holding(
        "attendances",
        _("Kehadiran wawancara yang Anda konfirmasi"),
        _("Supaya penilai dan penyelenggara tahu siapa yang datang."),
        kept,
        is_record=True,
        **shown(attendances.order_by("-confirmed_at", "-pk"), _attendance_row, most),
    )


def _materials(person: Person, kept: str, most: int | None) -> Holding:
    files = Material.objects.filter(Q(added_by=person) | Q(removed_by=person)).select_related("round__edition")
    return Holding(
        "materials",
        _("Bahan presentasi yang Anda kirim atau hapus"),
        _("Supaya penilai wawancara dapat membukanya, dan jelas siapa yang mengirimnya."),
        kept,
        is_record=True,
        **shown(files.order_by("-added_at", "-pk"), _material_row, most),
    )


def _remarks(person: Person, kept: str, most: int | None) -> Holding:
    said = Remark.objects.filter(author__judge=person).select_related("author").order_by("-at", "-pk")
    return Holding(
        "remarks",
        _("Pesan Anda kepada penilai lain"),
        _("Supaya terlihat mengapa penilai yang berbeda pendapat menyepakati satu lembar."),
        kept,
        is_record=True,
        **shown(said, _remark_row, most),
    )


def _journeys(person: Person, kept: str, most: int | None) -> Holding:
    went = VisitMember.objects.filter(person=person).select_related("visit").order_by("-visit__starts_on", "-pk")
    taken = VisitPhoto.objects.filter(taken_by=person).select_related("visit").order_by("-added_at", "-pk")
    planned = Visit.objects.filter(planned_by=person).order_by("-planned_at", "-pk")
    rows = [_visit_row(one.visit, one.get_seat_display()) for one in went]
    rows += [_visit_row(one.visit, _("Foto")) for one in taken]
    rows += [_visit_row(one, _("Merencanakan")) for one in planned]
    why = _("Supaya jelas siapa yang melihat sendiri, kapan, dan siapa yang merencanakannya.")
    return Holding("visits", _("Kunjungan lapangan"), why, kept, len(rows), rows[:most], is_record=True)


def _visit_row(visit: Visit, part: str) -> Row:
    return {_("Kode kunjungan"): visit.code, _("Bagian"): part, _("Hari"): format_date(visit.starts_on)}


def _reopenings(person: Person) -> tuple:
    """Return what the person did about reopening a ranking: the words, and the instants."""
    asked = Reopening.objects.filter(proposed_by=person).values_list("proposed_at", flat=True)
    confirmed = Reopening.objects.filter(confirmed_by=person).values_list("confirmed_at", flat=True)
    stopped = Reopening.objects.filter(stopped_by=person).values_list("stopped_at", flat=True)
    opened = Reopening.objects.filter(done_by=person).values_list("done_at", flat=True)
    acts = ((_("Pembukaan kembali peringkat diminta"), asked), (_("Pembukaan kembali peringkat disahkan"), confirmed))
    acts += ((_("Pembukaan kembali peringkat dihentikan"), stopped), (_("Peringkat dibuka kembali"), opened))
    return acts


def _decisions(person: Person, kept: str, most: int | None) -> Holding:
    ranked = Ranking.objects.filter(ranked_by=person).values_list("ranked_at", flat=True)
    chosen = Selection.objects.filter(selected_by=person).values_list("selected_at", flat=True)
    ratified = Selection.objects.filter(ratified_by=person).values_list("ratified_at", flat=True)
    published = Selection.objects.filter(published_by=person).values_list("published_at", flat=True)
    acts = ((_("Peringkat dibekukan"), ranked), (_("Daftar diusulkan"), chosen), (_("Daftar ditetapkan"), ratified))
    settled = Discussion.objects.filter(decided_by=person).values_list("decided_at", flat=True)
    ended = Discussion.objects.filter(ended_by=person).values_list("ended_at", flat=True)
    revised = SheetRevision.objects.filter(revised_by=person).values_list("revised_at", flat=True)
    acts += ((_("Lembar nilai babak diubah"), revised),)
    acts += ((_("Hasil diumumkan"), published), (_("Perbedaan nilai diputuskan"), settled), (_("Pembahasan ditutup"), ended))
    prepared = Announcement.objects.filter(prepared_by=person).values_list("prepared_at", flat=True)
    approved = Announcement.objects.filter(approved_by=person).values_list("approved_at", flat=True)
    postponed = Announcement.objects.filter(postponed_by=person).values_list("postponed_at", flat=True)
    acts += ((_("Pengumuman disiapkan"), prepared), (_("Pengumuman disetujui"), approved), (_("Pengumuman ditunda"), postponed))
    acts += _reopenings(person)
    rows = [{_("Tindakan"): words, _("Waktu"): format_instant(when)} for words, times in acts for when in times]
    return Holding(
        "decisions",
        _("Peringkat dan daftar yang Anda putuskan"),
        _("Supaya setiap keputusan ada yang mempertanggungjawabkan."),
        kept,
        len(rows),
        rows[:most],
        is_record=True,
    )


def _task_row(one: Assignment) -> Row:
    known = {_("Kode tugas"): one.code, _("Edisi"): str(one.round.edition.year)}
    return known | {_("Ditugaskan"): format_instant(one.assigned_at)}


def _attendance_row(one: Slot) -> Row:
    known = {_("Edisi"): str(one.timetable.round.edition.year), _("Wawancara"): format_instant(one.starts_at)}
    return known | {_("Dikonfirmasi"): format_instant(one.confirmed_at), _("Yang hadir"): one.presenters}


def _material_row(one: Material) -> Row:
    return {_("Edisi"): str(one.round.edition.year), _("Berkas"): one.name, _("Dikirim"): format_instant(one.added_at)}


def _seat_row(one: Panelist) -> Row:
    known = {_("Edisi"): str(one.appointment.edition.year), _("Bidang"): ", ".join(one.categories) or "–"}
    known |= {_("Beban paling banyak"): "–" if one.max_load is None else str(one.max_load)}
    return known | {_("Sedang tidak tersedia"): _("Ya") if one.is_away else _("Tidak")}


def _sheet_row(one: ScoreSheet) -> Row:
    return {_("Kode tugas"): one.assignment.code, _("Dikunci"): format_instant(one.locked_at)}


def _training_row(one: TrainingSheet) -> Row:
    known = {_("Edisi"): str(one.anchor.round.edition.year), _("Judul"): one.anchor.title}
    return known | {_("Dikunci"): format_instant(one.locked_at)}


def _remark_row(one: Remark) -> Row:
    return {_("Kode tugas"): one.author.code, _("Pesan"): one.text, _("Waktu"): format_instant(one.at)}


def _tie_row(one: Conflict) -> Row:
    known = {_("Alasan"): one.get_kind_display(), _("Penjelasan"): one.explanation}
    return known | {_("Dinyatakan"): format_instant(one.declared_at)}
