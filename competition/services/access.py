"""What gunicorn writes about each request: no address of a person, no token of a link, no query string."""

from typing import Any

from gunicorn.glogging import Logger

from competition.redaction import redacted

# What a line may be made of that the visitor has sent.
SENT = ("r", "U", "q", "f", "a")


class AccessLog(Logger):
    """gunicorn's own, redacted."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """Return the parts of the line."""
        atoms = super().atoms(resp, req, environ, request_time)
        return atoms | {name: redacted(str(atoms[name])) for name in SENT if atoms.get(name)}
