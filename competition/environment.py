"""Read settings from the environment, and fail loudly on a value that makes no sense.

Facts only: this module reads `os.environ` and knows nothing of Django.
"""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlsplit

TRUE_WORDS = {"1", "true", "yes", "on"}
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
FALSE_WORDS = {"", "0", "false", "no", "off"}


class BadSetting(ValueError):
    """An environment variable has a value that cannot be used; the text says which and why."""


def read_folder(name: str) -> Path | None:
    """Return a folder that is named by its whole path; None where none is."""
    return Path(read_text(name)) if read_text(name) else None


def read_text(name: str, default: str = "") -> str:
    """Return the variable without surrounding space, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def read_flag(name: str, default: bool = False) -> bool:
    """Return the variable as a truth value.

    :raises BadSetting: for anything but 1/0, true/false, yes/no, on/off.
    """
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise BadSetting(f"{name}={raw!r}: write 1 or 0")


def read_number(name: str, default: int = 0) -> int:
    """Return the variable as a number that is not negative.

    :raises BadSetting: for anything else.
    """
    raw = read_text(name, str(default))
    if not raw.isdecimal():
        raise BadSetting(f"{name}={raw!r}: write a number such as 0 or 1")
    return int(raw)


def read_ports(name: str, default: str) -> list[int]:
    """Return a comma-separated variable as port numbers.

    :raises BadSetting: for anything else.
    """
    found = read_list(name, default)
    if not all(one.isdecimal() and 0 < int(one) < 65536 for one in found):
        raise BadSetting(f"{name}={','.join(found)!r}: write port numbers such as 443,8443")
    return [int(one) for one in found]


def read_list(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty items."""
    return [item.strip() for item in read_text(name, default).split(",") if item.strip()]


def read_database(url: str) -> dict:
    """Turn `postgresql://user:password@host:port/name?host=/socket/folder` into Django's dictionary.

    :raises BadSetting: when the scheme is not PostgreSQL's or the name is missing.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadSetting(f"DATABASE_URL: this software needs PostgreSQL, not {parts.scheme or 'nothing'!r}")
    query = parse_qs(parts.query)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadSetting("DATABASE_URL: the name of the database is missing after the last slash")
    return {
        "ENGINE": "competition.database",
        "NAME": name,
        "USER": unquote(parts.username or "") or query.get("user", [""])[0],
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


def read_broker(url: str) -> str:
    """Turn a Redis URL into the one Celery understands; only the unix-socket scheme differs."""
    return (
        "redis+socket://" + url.removeprefix("unix://").replace("?db=", "?virtual_host=") if url.startswith("unix://") else url
    )


def private_database(data: Path) -> str:
    """Return the address of the PostgreSQL that `make run` and manage.py keep in the data folder."""
    return f"postgresql:///kipp?host={quote(str(data / 'run'))}&user=kipp"


def private_broker(data: Path) -> str:
    """Return the address of the Valkey that `make run` and manage.py keep in the data folder."""
    return f"unix://{quote(str(data / 'run' / 'valkey.sock'))}?db=0"


def read_mail_server(url: str) -> dict[str, object]:
    """Turn `smtp://user:password@host:port?tls=1` (or smtps://) into Django's e-mail settings.

    :raises BadSetting: for another scheme or a missing host.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting("EMAIL_URL: write smtp://user:password@host:port, or smtps:// for implicit TLS")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parse_qs(parts.query).get("tls", ["0"])[0] in TRUE_WORDS,
    }


def read_mail_provider(name: str, key: str) -> dict[str, object]:
    """Return which view of django-anymail reads the reports of this mail provider, and with which key; empty without one.

    :raises BadSetting: for a provider we do not know, without its key, or without the package.
    """
    if not name:
        return {}
    if name != "mailgun":
        raise BadSetting(f"MAIL_PROVIDER={name!r}: write mailgun, or nothing")
    if not key or not key.isascii():
        raise BadSetting("MAIL_PROVIDER_KEY: write the provider's key for signing webhooks")
    if find_spec("anymail") is None:
        raise BadSetting("MAIL_PROVIDER needs a package: pip install -r requirements/mail.in")
    return {"reader": "anymail.webhooks.mailgun.MailgunTrackingWebhookView", "options": {"webhook_signing_key": key}}


def read_storage(url: str, data: Path) -> dict[str, object]:
    """Turn `file:///folder` or `s3://bucket/prefix?endpoint=https://…&region=…` into Django's storage of files; without an
    address that is `files` in the data folder. Keys come from where every program looks for them (AWS_ACCESS_KEY_ID and so on).

    :raises BadSetting: for anything else.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "file":
        if url and (parts.netloc or parts.query or parts.path.strip("/") == ""):
            raise BadSetting("STORAGE_URL: write file:///folder, with three slashes")
        folder = Path(unquote(parts.path)) if url else data / "files"
        # Letters of applicants lie here: readable by this user only, and under no address.
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "competition.storage.DiskStorage", "OPTIONS": {"location": folder, **modes}}
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme != "s3" or not _BUCKET.fullmatch(parts.netloc) or set(query) - {"endpoint", "region"}:
        raise BadSetting("STORAGE_URL: write file:///folder or s3://bucket/prefix?endpoint=https://server&region=name, no keys")
    endpoint = query.get("endpoint")
    if endpoint is not None and (urlsplit(endpoint).scheme not in {"http", "https"} or not urlsplit(endpoint).hostname):
        raise BadSetting("STORAGE_URL: the endpoint is an address such as https://s3.example.go.id")
    options = {"bucket_name": parts.netloc, "location": unquote(parts.path).strip("/"), "endpoint_url": endpoint}
    return {"BACKEND": "competition.buckets.BucketStorage", "OPTIONS": {**options, "region_name": query.get("region")}}


def read_scanner(address: str) -> tuple[str, int] | str:
    """Turn `unix:/path` into the path of clamd's socket, or `host:port` into both; no address stays an empty text.

    :raises BadSetting: for anything else.
    """
    if not address:
        return ""
    if address.startswith("unix:/"):
        return address.removeprefix("unix:")
    host, _colon, port = address.rpartition(":")
    if not host.strip("[]") or "/" in host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSetting(f"CLAMD_ADDRESS={address!r}: write unix:/run/clamav/clamd.ctl or host:3310")
    return host.strip("[]"), int(port)


def read_sign_on(issuer: str, name: str) -> dict[str, object]:
    """Return allauth's settings of the sign-on at this issuer, with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; empty without one.

    :raises BadSetting: when there is an issuer and no client id.
    """
    if not issuer:
        return {}
    client_id = read_text("OIDC_CLIENT_ID")
    if not client_id:
        raise BadSetting("OIDC_CLIENT_ID: the issuer in OIDC_ISSUER gave you one")
    app = {
        "provider_id": "sso",
        "name": name,
        "client_id": client_id,
        "secret": read_text("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def origins(url: str) -> list[str]:
    """Return the scheme and host of an address as a list of one; of none, an empty list."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def read_data_folder(base: Path) -> Path:
    """Return the folder for everything the installation writes; `.data` beside manage.py by default."""
    return (base / read_text("DATA_DIR", ".data")).resolve()


def read_seed(text: str) -> bytes:
    """Return the 32 bytes that a signing key is made of; none where none is given.

    :raises BadSetting: it is not 64 hexadecimal digits.
    """
    if text and not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise BadSetting("SIGNING_KEY: write 64 hexadecimal digits, as `openssl rand -hex 32` prints them")
    return bytes.fromhex(text)


def read_secret(data: Path) -> str:
    """Return SECRET_KEY, or the key that the launcher keeps in the data folder, or a key for this process alone.

    A key for one process signs nobody in across restarts; it only lets commands run on a bare clone.
    """
    given = read_text("SECRET_KEY")
    if given:
        return given
    kept = data / "secret_key"
    if kept.is_file():
        return kept.read_text().strip()
    return os.urandom(32).hex()
