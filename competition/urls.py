"""The root of all addresses."""

from django.contrib import admin
from django.urls import include, path

from competition.views import demo, errors, health, landing, mailbox, session, styleguide

own = [
    path("", landing.landing, name="landing"),
    path("masuk/", session.sign_in, name="sign_in"),
    path("keluar/", session.sign_out, name="sign_out"),
    path("beranda/", session.home, name="home"),
    path("bahasa/", session.set_language, name="set_language"),
    path("bantuan/", landing.help_page, name="help"),
    path("kotak-surat/", mailbox.mailbox, name="mailbox"),
    path("kotak-surat/<int:pk>/", mailbox.mailbox_mail, name="mailbox_mail"),
    path("demo/tahap-berikutnya/", demo.next_stage, name="next_stage"),
    path("gaya/", styleguide.style_page, name="style_page"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns = [
    path("", include((own, "competition"))),
    path("", include("submissions.urls")),
    path("", include("judging.urls")),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.missing
handler500 = errors.broken
