"""Keep personal data and secrets out of the log, whoever writes the line."""

import logging
import re

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Whatever follows these names: a form's field, a cookie, a header, a keyword in a traceback.
SECRET = re.compile(
    r"(?i)((?:[\w-]*(?:password|passwd|sandi|token|secret(?:_key)?|cookie|session(?:id|_key)?|credential|proof|kode|code|authorization))"
    r"['\"]?\s*[:=]\s*)(\[?['\"][^'\"]*['\"]\]?|[^\s,;&)}\]]+)"
)
# Links that work once: their token is part of the address.
LINK = re.compile(r"(/(?:undangan|persetujuan|keberatan|kata-sandi/tautan)/)[A-Za-z0-9_-]{16,}")
QUERY = re.compile(r"(\?)[^\s\"']+")


def redacted(text: str) -> str:
    """Return the text with addresses of people, secrets, tokens of links and query strings struck out."""
    text = LINK.sub(r"\1[…]", text)
    text = SECRET.sub(r"\1[…]", text)
    return EMAIL.sub("[email]", QUERY.sub(r"\1[…]", text))


class RedactingFormatter(logging.Formatter):
    """Writes a line, and the traceback below it, without what must not be kept. The last thing that touches a log line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return redacted(super().format(record))
