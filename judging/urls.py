"""Addresses of the verdict: the judge's desk, and the rounds of the chair and the organisers."""

from django.urls import include, path

from judging.views import (
    assignments,
    bundles,
    desk,
    discussions,
    disputes,
    drifts,
    files,
    interviews,
    packs,
    pairs,
    panel,
    passing,
    progress,
    publications,
    rankings,
    readings,
    rounds,
    selections,
    sheets,
    slots,
    training,
    weighings,
)

app_name = "judging"

of_round = [
    path("", rounds.show_round, name="round"),
    path("penugasan/", assignments.assign, name="assign"),
    path("penugasan/berkas/", readings.readings, name="readings"),
    path("penugasan/unggah/", pairs.assign_file, name="assign_file"),
    path("penilai/<slug:code>/", panel.panelist, name="panelist"),
    path("tugas/<slug:code>/", panel.reassign, name="reassign"),
    path("wawancara/", interviews.interviews, name="interviews"),
    path("wawancara/<slug:code>/", interviews.slot, name="slot"),
    path("panel/", progress.progress, name="progress"),
    path("panel/pergeseran/", drifts.drift, name="drift"),
    path("perbedaan/", disputes.disputes, name="disputes"),
    path("perbedaan/<slug:code>/", disputes.dispute, name="dispute"),
    path("peringkat/", rankings.rank, name="rank"),
    path("peringkat/daya-dukung/", weighings.weigh, name="weigh"),
    path("seleksi/", selections.select, name="select"),
    path("penetapan/", selections.ratify, name="ratify"),
    path("paket/", bundles.release, name="release"),
    path("pengumuman/", publications.publish, name="publish"),
]

urlpatterns = [
    path("penilaian/", desk.desk, name="desk"),
    path("penilaian/latihan/<int:year>/<slug:key>/", training.briefing, name="briefing"),
    path("penilaian/latihan/<int:year>/<slug:key>/<slug:code>/", training.anchor, name="anchor"),
    path("penilaian/paket/", packs.pack, name="pack"),
    path("penilaian/paket/bacaan/", packs.pack_reading, name="pack_reading"),
    path("penilaian/paket/lembar/", packs.pack_sheet, name="pack_sheet"),
    path("penilaian/bahasan/<slug:code>/", discussions.discussion, name="discussion"),
    path("penilaian/jadwal/", slots.timetable, name="timetable"),
    path("penilaian/<slug:code>/", assignments.answer, name="assignment"),
    path("penilaian/<slug:code>/lembar/", sheets.sheet, name="sheet"),
    path("penilaian/<slug:code>/berkas/<slug:document>/", files.file, name="file"),
    path("penilaian/<slug:code>/kunci/", sheets.lock, name="lock"),
    path("penilaian/<slug:code>/terkunci/", sheets.locked, name="locked"),
    path("sekretariat/loloskan/<slug:code>/urungkan/", passing.undo, name="undo_passing"),
    path("wawancara/<slug:code>/", slots.interview, name="interview"),
    path("wawancara/<slug:code>/jadwal.ics", slots.calendar, name="interview_file"),
    path("babak/", rounds.index, name="rounds"),
    path("babak/<int:year>/<slug:key>/", include(of_round)),
]
