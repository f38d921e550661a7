"""SEC-26: whatever is written to the log, no address, secret or token is in it."""

import io
import logging
import logging.config
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import get_resolver
from gunicorn.config import Config

from competition.redaction import redacted
from competition.services.access import AccessLog
from tests import builders
from tests.house.crawl import all_patterns
from tests.logwatch import Watch

TOKEN = "Zk3_9fQx-7bVt2Lm8RwYpA4sHd6NcJeU"
LINES = (
    "Not Found: /undangan/{secret}/",
    "POST /kata-sandi/tautan/{secret}/ 302",
    '"GET /masuk/?next=/proposal/&token={secret} HTTP/1.1" 200',
    "password={secret}",
    "{{'password': '{secret}', 'name': 'x'}}",
    "csrfmiddlewaretoken: {secret}",
    "Cookie: sessionid={secret}; kipp_language=id",
    "Authorization: {secret}",
    "<QueryDict: {{'proof': ['{secret}']}}>",
    "proof-code={secret}",
    "session_key = '{secret}'",
    "SECRET_KEY={secret}",
)


@pytest.mark.parametrize("line", LINES)
def test_secrets_are_struck_out(line):
    said = redacted(line.format(secret=TOKEN))
    assert TOKEN not in said
    assert "[…]" in said


@pytest.mark.parametrize("address", ["siti.aminah@kemenkes.go.id", "a+b@x.co.id", "BUDI@CONTOH.TEST"])
def test_addresses_of_people_are_struck_out(address):
    assert redacted(f"no letter for {address}: 550 <{address}>") == "no letter for [email]: 550 <[email]>"


@pytest.mark.parametrize("line", ["Internal Server Error: /proposal/7K3M9QX2/", "kode 404", "worker 3 of 4", "Sandi morse"])
def test_everything_else_is_left_as_it_is(line):
    assert redacted(line) == line


@pytest.fixture
def log(monkeypatch) -> io.StringIO:
    """Return what the site's own logging writes, set up as at a start."""
    stream = io.StringIO()
    config = {**settings.LOGGING, "handlers": {"stderr": {**settings.LOGGING["handlers"]["stderr"], "stream": stream}}}
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield stream
    root.handlers[:], root.level = handlers, level


def test_a_traceback_in_the_log_holds_no_secret(log):
    try:
        raise ValueError(f"cannot sign in siti@contoh.test with password='{TOKEN}'")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /undangan/%s/", TOKEN)
    said = log.getvalue()
    assert "Traceback" in said
    assert TOKEN not in said
    assert "siti@contoh.test" not in said


@pytest.mark.django_db
def test_a_request_that_breaks_leaves_no_secret_in_the_log(log, client, cast, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError(f"{cast.writer.email} {TOKEN!r} password={TOKEN}")

    monkeypatch.setattr("competition.views.session.SignInForm", broken)
    client.raise_request_exception = False
    client.post("/masuk/", {"email": cast.writer.email, "password": TOKEN})
    client.get(f"/undangan/{TOKEN}/")
    said = log.getvalue()
    assert "Traceback" in said
    assert cast.writer.email not in said
    assert f"password={TOKEN}" not in said


def test_no_address_of_the_site_has_a_name_or_an_email_in_it():
    """Codes, numbers and dates name things; people are named nowhere in an address."""
    assert get_resolver()
    arguments = {argument for _name, converters in all_patterns() for argument in converters}
    assert not arguments & {"email", "name", "person", "nip", "phone"}


def test_gunicorns_line_about_a_request_is_redacted_too():
    asked = {"REQUEST_METHOD": "GET", "RAW_URI": f"/undangan/{TOKEN}/?q={TOKEN}", "SERVER_PROTOCOL": "HTTP/1.1"}
    asked |= {"PATH_INFO": f"/undangan/{TOKEN}/", "QUERY_STRING": f"email=siti@contoh.test&token={TOKEN}"}
    answer = SimpleNamespace(status="200 OK", sent=10, headers=[])
    request = SimpleNamespace(headers=[("REFERER", f"http://x/?token={TOKEN}")])
    atoms = AccessLog(Config()).atoms(answer, request, asked | {"HTTP_REFERER": f"http://x/?token={TOKEN}"}, timedelta())
    said = str({name: value for name, value in atoms.items() if len(name) == 1})
    assert "/undangan/" in said
    assert TOKEN not in said
    assert "siti@contoh.test" not in said


@pytest.mark.parametrize("said", [f"wrong: {builders.PASSWORD}", f"sheet 3: {builders.REASON}", f"/akun/tautan/{TOKEN}/"])
def test_the_watch_over_the_whole_run_finds_what_redaction_does_not_know(said):
    """The negative control of tests/logwatch.py: these are no names of fields and no known links, so they would get through."""
    watch = Watch()
    watch.handle(logging.makeLogRecord({"msg": said, "levelno": logging.WARNING, "levelname": "WARNING", "name": "uji"}))
    assert len(watch.found) == 1


def test_the_watch_looks_at_what_is_logged_now(nothing_secret_is_logged):
    before = nothing_secret_is_logged.lines
    logging.getLogger("competition").warning("a line")
    assert nothing_secret_is_logged.lines == before + 1
