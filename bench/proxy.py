"""nginx as deploy/nginx.conf sets it up, on a port of this machine and without TLS; and what it does to one request."""

import getpass
import http.server
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from bench.stack import free_port
from competition.services.folders import BASE

PATIENCE = 10
SLOW_SECONDS = 1.5


def is_there() -> bool:
    """Say whether nginx is installed."""
    return shutil.which("nginx") is not None


class Proxy:
    """nginx before a web server; `base` is where it answers, `log` what it wrote about each request."""

    def __init__(self, folder: Path, upstream: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder / "kipp.log"
        self.process: subprocess.Popen | None = None
        (folder / "nginx.conf").write_text(WHOLE.format(user=getpass.getuser(), folder=folder, site=self._site(upstream)))

    def _site(self, upstream: str) -> str:
        """Return the file of deploy/ with other places in it, and without what takes a certificate.

        :raises ValueError: when the file no longer has what is replaced.
        """
        text = (BASE / "deploy/nginx.conf").read_text(encoding="utf-8")
        servers = text.split("\nserver {")
        text = "\nserver {".join([servers[0], servers[-1]])
        for old, new in (
            ("server unix:/run/kipp/web.sock", f"server {upstream}"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port};"),
            ("server_name kipp.example.go.id;", "server_name 127.0.0.1;"),
            ("ssl_certificate /etc/ssl/kipp/fullchain.pem;", ""),
            ("ssl_certificate_key /etc/ssl/kipp/key.pem;", ""),
            ("/var/log/nginx/kipp.log", str(self.log)),
            ("/srv/kipp/data/static/", f"{self.folder}/static/"),
            ("/srv/kipp/site/current", f"{self.folder}/site/current"),
            ("/srv/kipp/app/deploy", str(BASE / "deploy")),
        ):
            if old not in text:
                raise ValueError(f"deploy/nginx.conf has no {old!r}")
            text = text.replace(old, new)
        return text

    def start(self) -> None:
        """Start it and return once it listens.

        :raises RuntimeError: it does not.
        """
        command = ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"nginx does not listen: {(self.folder / 'error.log').read_text()}")

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


WHOLE = """
daemon off;
user {user};
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{site}
}}
"""


class _Told(http.server.BaseHTTPRequestHandler):
    """Answers with the stamp it was given, and the time at which it got to read the request."""

    def do_POST(self) -> None:
        reached = time.time()
        self.rfile.read(int(self.headers["Content-Length"]))
        body = f"{self.headers.get_all('X-Received-At')} {reached}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


def measure_stamp(folder: Path) -> dict:
    """Return what nginx makes of a request whose body comes slowly and whose sender wrote a stamp of its own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Told)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    proxy = Proxy(folder, "{}:{}".format(*server.server_address))
    try:
        proxy.start()
        begun = time.time()
        ended, answer = _send_slowly(proxy.port)
    finally:
        proxy.stop()
        server.shutdown()
    stamps, _bracket, reached = answer.partition("] ")
    stamp = float(stamps.strip("['"))
    return {
        "one_stamp_and_not_the_senders": begun < stamp < ended + 1,
        "stamped_after_the_whole_body": stamp - begun >= SLOW_SECONDS - 0.1,
        "not_passed_on_before": float(reached) - begun >= SLOW_SECONDS - 0.1,
        "seconds_from_body_to_stamp": round(stamp - (begun + SLOW_SECONDS), 3),
    }


def _send_slowly(port: int) -> tuple[float, str]:
    """Send a body in pieces over `SLOW_SECONDS`; return when the last piece left, and the text of the answer."""
    pieces = 10
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        head = (
            f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Received-At: 1.0\r\nContent-Length: {pieces}\r\nConnection: close\r\n\r\n"
        )
        line.sendall(head.encode())
        for _ in range(pieces):
            time.sleep(SLOW_SECONDS / pieces)
            line.sendall(b"x")
        ended = time.time()
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return ended, answer.decode().partition("\r\n\r\n")[2]
