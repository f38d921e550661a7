"""The root of all addresses."""

from django.contrib import admin
from django.urls import include, path

from competition.views import (
    admissions,
    appointments,
    audit,
    codes,
    confirm,
    demo,
    errors,
    factors,
    health,
    institutions,
    invitations,
    landing,
    mailbox,
    passwords,
    people,
    session,
    sign_on,
    steps,
    styleguide,
    units,
)

own = [
    path("", landing.landing, name="landing"),
    path("masuk/", session.sign_in, name="sign_in"),
    path("masuk/langkah-kedua/", steps.second_step, name="second_step"),
    path("masuk/kunci-sandi/", steps.key_sign_in, name="key_sign_in"),
    path("masuk/kode/", codes.ask_code, name="ask_code"),
    path("masuk/kode/isi/", codes.give_code, name="give_code"),
    path("masuk/akun-instansi/", sign_on.sign_on, name="sign_on"),
    path("masuk/akun-instansi/kembali/", sign_on.sign_on_return, name="sign_on_return"),
    path("kata-sandi/lupa/", passwords.forgot_password, name="forgot_password"),
    path("kata-sandi/tautan/<slug:token>/", passwords.password_link, name="password_link"),
    path("kata-sandi/baru/", passwords.set_password, name="set_password"),
    path("akun/kata-sandi/", passwords.own_password, name="own_password"),
    path("akun/konfirmasi/", confirm.confirm, name="confirm"),
    path("akun/keamanan/", factors.security, name="security"),
    path("akun/keamanan/aplikasi/", factors.add_app, name="add_app"),
    path("akun/keamanan/kunci-sandi/", factors.add_key, name="add_key"),
    path("akun/keamanan/lepas/<int:pk>/", factors.remove, name="remove_factor"),
    path("akun/keamanan/kode-cadangan/", factors.recovery_codes, name="recovery_codes"),
    path("admin/login/", session.admin_sign_in, name="admin_sign_in"),
    path("undangan/<slug:link>/", invitations.invitation, name="invitation"),
    path("instansi/", people.institutions, name="institutions"),
    path("instansi/<str:institution>/orang/", people.people, name="people"),
    path("instansi/<str:institution>/orang/undang/", invitations.invite, name="invite"),
    path("instansi/<str:institution>/orang/<slug:member>/", people.member, name="member"),
    path("instansi/<str:institution>/orang/<slug:member>/peran/", people.give, name="give"),
    path("instansi/<str:institution>/orang/<slug:member>/akhiri/", people.take, name="take"),
    path("instansi/<str:institution>/orang/<slug:member>/unit/", people.move, name="move"),
    path("instansi/<str:institution>/orang/<slug:member>/sesi/", people.sign_out_member, name="sign_out_member"),
    path("instansi/<str:institution>/undangan/<slug:invitation>/cabut/", invitations.revoke, name="revoke"),
    path("instansi/<str:institution>/pelaksana/", invitations.delegate, name="delegate"),
    path("sekretariat/admin-instansi/", invitations.call_in, name="call_in"),
    path("instansi/<str:institution>/unit/", units.units, name="units"),
    path("instansi/<str:institution>/unit/<int:unit>/nama/", units.rename, name="unit_rename"),
    path("instansi/<str:institution>/unit/<int:unit>/tutup/", units.close, name="unit_close"),
    path("daftar-instansi/", admissions.apply, name="apply"),
    path("daftar-instansi/terkirim/", admissions.applied, name="applied"),
    path("pendaftaran-instansi/", admissions.admissions, name="admissions"),
    path("pendaftaran-instansi/<slug:admission>/", admissions.admission, name="admission"),
    path("pendaftaran-instansi/<slug:admission>/surat/", admissions.admission_letter, name="admission_letter"),
    path("registri/", institutions.registry, name="registry"),
    path("registri/<str:institution>/", institutions.registry_entry, name="registry_entry"),
    path("registri/<str:institution>/<slug:act>/", institutions.registry_act, name="registry_act"),
    path("keluar/", session.sign_out, name="sign_out"),
    path("beranda/", session.home, name="home"),
    path("bahasa/", session.set_language, name="set_language"),
    path("bantuan/", landing.help_page, name="help"),
    path("kotak-surat/", mailbox.mailbox, name="mailbox"),
    path("kotak-surat/<int:pk>/", mailbox.mailbox_mail, name="mailbox_mail"),
    path("demo/tahap-berikutnya/", demo.next_stage, name="next_stage"),
    path("penyelenggara/", appointments.appointments, name="appointments"),
    path("penyelenggara/angkat/", appointments.appoint, name="appoint"),
    path("penyelenggara/usulan/<slug:code>/", appointments.appointment_request, name="appointment_request"),
    path("penyelenggara/tugas/<slug:code>/", appointments.appointment, name="appointment"),
    path("penyelenggara/tugas/<slug:code>/akhiri/", appointments.end, name="end_appointment"),
    path("audit/", audit.audit, name="audit"),
    path("audit/ekspor/", audit.audit_export, name="audit_export"),
    path("audit/<int:pk>/", audit.audit_entry, name="audit_entry"),
    path("gaya/", styleguide.style_page, name="style_page"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

# The names by which allauth leads people on; each is another name of a page above.
allauth_names = [
    path("masuk/", session.sign_in, name="account_login"),
    path("masuk/langkah-kedua/", steps.second_step, name="mfa_authenticate"),
    path(
        "masuk/akun-instansi/kembali/",
        sign_on.sign_on_return,
        kwargs={"provider_id": "sso"},
        name="openid_connect_callback",
    ),
]

urlpatterns = [
    path("", include((own, "competition"))),
    path("", include("submissions.urls")),
    path("", include("judging.urls")),
    path("admin/", admin.site.urls),
    *allauth_names,
]

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.missing
handler500 = errors.broken
