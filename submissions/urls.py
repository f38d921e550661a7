"""Addresses of the app."""

from django.urls import path

from submissions.views import (
    answers,
    autosaves,
    catalogue,
    categories,
    desk,
    drafts,
    endorsements,
    extensions,
    handovers,
    histories,
    oversight,
    results,
    screening,
    submissions,
    titles,
    verify,
    withdrawals,
)

app_name = "submissions"

urlpatterns = [
    path("proposal/", desk.desk, name="desk"),
    path("proposal/baru/", drafts.start, name="start"),
    path("proposal/judul-mirip/", titles.similar_titles, name="similar_titles"),
    path("proposal/bantuan-kategori/", categories.category_guide, name="category_guide"),
    path("proposal/ringkasan/", oversight.oversight, name="oversight"),
    path("proposal/<slug:code>/", drafts.proposal, name="proposal"),
    path("proposal/<slug:code>/tentang/", drafts.about, name="about"),
    path("proposal/<slug:code>/kategori/", categories.category, name="category"),
    path("proposal/<slug:code>/isi/<slug:question>/", answers.answer, name="answer"),
    path("proposal/<slug:code>/tentang/otomatis/", autosaves.autosave_about, name="autosave_about"),
    path("proposal/<slug:code>/isi/<slug:question>/otomatis/", autosaves.autosave, name="autosave"),
    path("proposal/<slug:code>/isi/<slug:question>/riwayat/", histories.history, name="history"),
    path("proposal/<slug:code>/periksa/", handovers.check, name="check"),
    path("proposal/<slug:code>/baca/", drafts.read, name="read"),
    path("proposal/<slug:code>/kembalikan/", handovers.give_back, name="return"),
    path("proposal/<slug:code>/persetujuan/", endorsements.endorse, name="endorse"),
    path("proposal/<slug:code>/kirim/", submissions.submit, name="submit"),
    path("proposal/<slug:code>/tanda-terima/", submissions.receipt, name="receipt"),
    path("proposal/<slug:code>/tanda-terima/salinan/", verify.frozen_copy, name="frozen_copy"),
    path("proposal/<slug:code>/tarik/", withdrawals.withdraw, name="withdraw"),
    path("proposal/<slug:code>/buka-kembali/", withdrawals.revive, name="revive"),
    path("sekretariat/", screening.secretariat, name="secretariat"),
    path("sekretariat/batas-waktu/", extensions.deadlines, name="deadlines"),
    path("sekretariat/batas-waktu/<slug:stage>/", extensions.extend, name="extend"),
    path("sekretariat/proposal/<slug:code>/", screening.screen, name="screen"),
    path("hasil/", results.results_index, name="results_index"),
    path("hasil/<int:year>/", results.results, name="results"),
    path("inovasi/", catalogue.catalogue, name="catalogue"),
    path("inovasi/<slug:code>/", catalogue.innovation, name="innovation"),
    path("verifikasi/", verify.verify, name="verify"),
]
