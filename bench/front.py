"""What nginx does before the application (deploy/nginx.conf), as far as it can be seen in bytes: pages travel compressed.

For measurements only: one thread per connection, and nothing is kept.
"""

import gzip
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

# As gzip_types in deploy/nginx.conf; text/html is always among them.
COMPRESSED = ("text/html", "text/css", "application/javascript", "image/svg+xml", "application/json")
LEVEL = 6
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


class Front:
    """A compressing proxy on a port of its own, for as long as the block lasts."""

    def __init__(self, base: str) -> None:
        behind = urlsplit(base).netloc

        class Handler(_Handler):
            upstream = behind

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> "Front":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    upstream = ""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        line = http.client.HTTPConnection(self.upstream, timeout=60)
        try:
            line.request(self.command, self.path, body or None, dict(self.headers))
            answer = line.getresponse()
            content = answer.read()
        finally:
            line.close()
        self._answer(answer, content)

    do_GET = do_HEAD = do_POST = _pass_on  # noqa: N815 - names that http.server looks for

    def _answer(self, answer: http.client.HTTPResponse, content: bytes) -> None:
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        is_text = answer.headers.get("Content-Type", "").startswith(COMPRESSED)
        if is_text and "Content-Encoding" not in answer.headers and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, LEVEL)
            headers.append(("Content-Encoding", "gzip"))
        self.send_response_only(answer.status, answer.reason)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
