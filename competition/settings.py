"""Settings of the whole installation. Every value an operator may change comes from the environment (.env.example)."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from competition import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.read_data_folder(BASE_DIR)

DEBUG = False
DEMO = environment.read_flag("DEMO")
HOLIDAYS_FILE = environment.read_text("HOLIDAYS_FILE")
DEMO_PASSWORD = environment.read_text("DEMO_PASSWORD")
SECRET_KEY = environment.read_secret(DATA_DIR)
# Earlier keys: what was signed or enciphered under one of them is still good, and nothing new is.
SECRET_KEY_FALLBACKS = environment.read_list("SECRET_KEY_FALLBACKS")
SIGNING_KEY = environment.read_seed(environment.read_text("SIGNING_KEY"))
PORT = environment.read_text("PORT", "8000")
SITE_URL = environment.read_text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = environment.read_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Where previews of lists are reached, when the public address does not serve them (deploy/nginx.conf).
PREVIEW_URL = environment.read_text("PREVIEW_URL").rstrip("/")

INSTALLED_APPS = [
    "competition.apps.CompetitionConfig",
    "submissions.apps.SubmissionsConfig",
    "judging.apps.JudgingConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "competition.middleware.PrivatePagesMiddleware",
    "competition.load.LoadMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "competition.middleware.OriginMiddleware",
    "competition.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "competition.signed_in.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "competition.enrolment.EnrolmentMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "competition.parking.ParkingMiddleware",
]

ROOT_URLCONF = "competition.urls"
WSGI_APPLICATION = "competition.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "competition.templating.SpokenLoader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "competition.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "competition.templatetags.kipp"],
        },
    }
]
FORM_RENDERER = "competition.widgets.PlainControls"
CRISPY_TEMPLATE_PACK = "kipp"
CRISPY_ALLOWED_TEMPLATE_PACKS = "kipp"

# When the next list that was prepared ahead becomes public, and what opens it; named, because the frame imports no other app.
NEXT_OPENING = "judging.queries.announcements.next_opening"
OPENING = "judging.operations.announcements.open_announcements"
# Writes the letters about a list that opened.
TELLING = "judging.operations.announcements.tell_announced"
# What the front page counts; a dotted name, because the frame imports no other app.
LANDING_FIGURES = "submissions.queries.proposals.registration_figures"
# How many proposals an institution or a unit has, for its page and before it is closed; named for the same reason.
PROPOSAL_COUNTS = "submissions.queries.institutions.proposal_counts"
# Takes along what a unit has not sent when it goes over to another institution.
UNIT_FOLLOWERS = "submissions.operations.transfers.move_drafts"
# Tells somebody who now leads an institution what already waits for them.
LEADER_DUTIES = "submissions.operations.links.tell_waiting"
# Who is reminded that a stage closes, each app of its own, or told what a tie took or an agency brought meanwhile.
CLOSING_REMINDERS = (
    "submissions.operations.reminders.remind_of_closing",
    "submissions.operations.corrections.remind_of_corrections",
    "submissions.operations.seats.remind_of_clinics",
    "submissions.operations.coachings.end_overdue_coachings",
    "submissions.operations.continuations.ask_for_statuses",
    "judging.operations.reminders.remind_judges",
    "judging.operations.slots.remind_of_attendance",
    "judging.operations.tied.tell_tied_tasks",
    "judging.operations.material_letters.tell_of_materials",
)
# When proposals are presented and visited, and whose at all; named for the same reason.
MEETINGS = {
    "of": "judging.queries.meetings.meetings_of",
    "agencies": "judging.queries.meetings.agencies_with_meetings",
}
# The clinics of an edition are written and moved with its calendar by the app that keeps them.
CLINICS = {"load": "submissions.operations.clinics.load_clinics", "shift": "submissions.operations.clinics.shift_clinics"}
# A sent proposal to show the words of a letter with.
LETTER_SAMPLES = "submissions.queries.samples.sample_of_letters"
# By which keys the audit knows what is about proposals of these institutions; named for the same reason.
SUBJECTS_OF_INSTITUTIONS = (
    "submissions.queries.institutions.proposal_codes",
    "submissions.queries.institutions.objection_codes",
    "judging.queries.ties.assignment_codes",
    "judging.queries.visits.visit_codes",
)
# What each app holds about one person, and what it removes in time; named for the same reason.
PERSONAL_DATA = (
    "competition.queries.personal.frame_holdings",
    "submissions.queries.personal.entry_holdings",
    "judging.queries.personal.verdict_holdings",
)
RETENTION = (
    "competition.operations.retention.sweep_frame",
    "submissions.operations.retention.sweep_drafts",
    "submissions.operations.seats.sweep_participants",
    "submissions.operations.retention.sweep_links",
    "submissions.operations.retention.sweep_views",
    "submissions.operations.retention.sweep_screening_drafts",
    "submissions.operations.retention.sweep_objections",
    "judging.operations.retention.sweep_presenters",
)

# PostgreSQL is the only truth; the cache may vanish at any moment without losing a fact.
DATABASE_URL = environment.read_text("DATABASE_URL", environment.private_database(DATA_DIR))
REDIS_URL = environment.read_text("REDIS_URL", environment.private_broker(DATA_DIR))
# A page reads its row with eight small tables beside it. Django writes these joins outward from the row that is asked for,
# which is the right order already; trying all others took PostgreSQL ten times as long as the answer.
FEW_JOIN_ORDERS = "-c join_collapse_limit=3"
# A prepared statement is planned once. Left to itself PostgreSQL planned the lists anew for each page, because it cannot know
# how far a reader turns; the plan took three times as long as the answer.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"
PATIENCE = "-c lock_timeout=3000 -c statement_timeout=60000"
# A server that takes the line and says nothing would hold whoever asked for ever, and with them what they alone were to do,
# such as opening an announcement. Seconds to be let in; milliseconds until a machine that is gone is noticed on an open line.
REACHED_SOON = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
DATABASES = {
    "default": environment.read_database(DATABASE_URL)
    | {
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"{PATIENCE} -c timezone=UTC {FEW_JOIN_ORDERS} {PLANNED_ONCE}", **REACHED_SOON},
    }
}
# A pooler that gives every transaction another connection knows no statement by its name.
PREPARE_STATEMENTS = environment.read_flag("PREPARE_STATEMENTS", True)
CACHES = {
    "default": {
        "BACKEND": "competition.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        "KEY_PREFIX": "kipp",
    }
}
SESSION_ENGINE = "competition.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
if SESSION_COOKIE_SECURE:
    # No neighbour under the same domain can plant a cookie of these names.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "competition.views.errors.csrf_failure"

# How many proxies of ours append to X-Forwarded-For; what stands further left is not believed.
TRUSTED_PROXIES = environment.read_number("TRUSTED_PROXIES")

AUTHENTICATION_BACKENDS = ["competition.signed_in.TriesBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_USER_MODEL = "competition.Person"
LOGIN_URL = "competition:sign_in"
LOGIN_REDIRECT_URL = "competition:home"
LOGOUT_REDIRECT_URL = "competition:landing"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "competition.passwords.PlainPassword"}]
PASSWORD_RESET_TIMEOUT = 60 * 60

# A worker with so many requests under way asks pages to save themselves once a minute; equal to gunicorn's --threads.
BUSY_AT = environment.read_number("BUSY_AT", 4)
# The least seconds between two savings of a page, for an operator who wants calm on a night of closing.
AUTOSAVE_INTERVAL = environment.read_number("AUTOSAVE_INTERVAL", 15)

# Signing in: competition/signing.py, docs/decisions/0030-what-of-allauth-is-used.md.
REQUIRE_MFA = environment.read_flag("REQUIRE_MFA")
ACCOUNT_ADAPTER = "competition.signing.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Codes are counted per account, after its password was right; never per address: an office has one for two hundred people.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_ADAPTER = "competition.signing.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "KIPP"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "competition.sign_on.SignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = environment.read_text("OIDC_ISSUER").rstrip("/")
OIDC_NAME = environment.read_text("OIDC_NAME", "SSO") if OIDC_ISSUER else ""
SOCIALACCOUNT_PROVIDERS = environment.read_sign_on(OIDC_ISSUER, OIDC_NAME)
# Browsers make passkeys for https, and for localhost without it.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "competition" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Where public pages are written as files that nginx serves by itself; None where it asks this application for each.
SITE_DIR = environment.read_folder("SITE_DIR")
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": environment.read_storage(environment.read_text("STORAGE_URL"), DATA_DIR),
    "staticfiles": {"BACKEND": "competition.cache.HashedStaticFiles"},
}
# Where webhooks of institutions may lead: ports of public machines.
WEBHOOK_PORTS = environment.read_ports("WEBHOOK_PORTS", "443")
# For the tests of this software alone, which have no other machine than this one: whose certificates count instead.
WEBHOOKS_AT_HOME = ""
# The virus scanner that is asked about each upload: "", (host, port), or the path of a socket.
CLAMD_ADDRESS = environment.read_scanner(environment.read_text("CLAMD_ADDRESS"))
WHITENOISE_MAX_AGE = 31536000

CELERY_BROKER_URL = environment.read_broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away must cost a page at most a second; the sweep finds what was not announced.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "visibility_timeout": 3600,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
# Whether `/readyz` also answers for beat, the workers and the broker.
WATCH_WORKERS = environment.read_flag("WATCH_WORKERS", True)

EMAIL_URL = environment.read_text("EMAIL_URL")
DEFAULT_FROM_EMAIL = environment.read_text("EMAIL_FROM", "KIPP <kipp@localhost>")
EMAIL_TIMEOUT = 20
# How reports of the mail provider are read; empty without one.
MAIL_EVENTS = environment.read_mail_provider(environment.read_text("MAIL_PROVIDER"), environment.read_text("MAIL_PROVIDER_KEY"))
HELP_EMAIL = environment.read_text("HELP_EMAIL")
HELP_PHONE = environment.read_text("HELP_PHONE")
if EMAIL_URL:
    EMAIL_BACKEND = "competition.mail.WatchedBackend"
    globals().update(environment.read_mail_server(EMAIL_URL))
elif DEMO:
    EMAIL_BACKEND = "competition.mail.MailboxBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        # The way to an agency's sign-on begins with a form, and a browser follows the redirect only where this allows.
        "form-action": [SELF, *environment.origins(OIDC_ISSUER)],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = environment.read_flag("SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "competition.redaction.RedactingFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.read_text("LOG_LEVEL", "WARNING")},
}
