"""Addresses of the app."""

from django.urls import path

from submissions.views import (
    answers,
    catalogue,
    desk,
    drafts,
    endorsements,
    handovers,
    results,
    screening,
    submissions,
    verify,
)

app_name = "submissions"

urlpatterns = [
    path("proposal/", desk.desk, name="desk"),
    path("proposal/baru/", drafts.start, name="start"),
    path("proposal/<code>/", drafts.proposal, name="proposal"),
    path("proposal/<code>/tentang/", drafts.about, name="about"),
    path("proposal/<code>/isi/<slug:question>/", answers.answer, name="answer"),
    path("proposal/<code>/periksa/", handovers.check, name="check"),
    path("proposal/<code>/baca/", drafts.read, name="read"),
    path("proposal/<code>/kembalikan/", handovers.give_back, name="return"),
    path("proposal/<code>/persetujuan/", endorsements.endorse, name="endorse"),
    path("proposal/<code>/kirim/", submissions.submit, name="submit"),
    path("proposal/<code>/tanda-terima/", submissions.receipt, name="receipt"),
    path("proposal/<code>/tanda-terima/salinan/", verify.frozen_copy, name="frozen_copy"),
    path("sekretariat/", screening.secretariat, name="secretariat"),
    path("sekretariat/proposal/<code>/", screening.screen, name="screen"),
    path("hasil/", results.results_index, name="results_index"),
    path("hasil/<int:year>/", results.results, name="results"),
    path("inovasi/", catalogue.catalogue, name="catalogue"),
    path("inovasi/<code>/", catalogue.innovation, name="innovation"),
    path("verifikasi/", verify.verify, name="verify"),
]
