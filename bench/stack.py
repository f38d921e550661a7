"""Start the whole installation in a folder of its own, wait until it is ready, stop it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 120
# What is set in the shell, or by a test run around this one, must not reach the installation.
UNWANTED = {
    *("ALLOWED_HOSTS", "CLAMD_ADDRESS", "DATABASE_URL", "EMAIL_URL", "HOST", "KIPP_POSTGRES_WAY", "KIPP_TEST_FOLDER"),
    *("REDIS_URL", "REQUIRE_MFA", "SECRET_KEY", "SSL_REDIRECT", "STORAGE_URL", "WATCH_WORKERS"),
}


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Stack:
    """`make run` without make, on a port and data folder of its own; `environment` is added to that of this process."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {name: value for name, value in os.environ.items() if name not in UNWANTED} | {
            "DATA_DIR": str(data),
            "DEMO": "1",
            "PORT": str(self.port),
            "SITE_URL": self.base,
            **environment,
        }
        self.process: subprocess.Popen | None = None

    def start(self) -> float:
        """Start it and return the seconds until `/readyz` said 200, worker and beat included.

        :raises RuntimeError: when it ended, or is not ready in time.
        """
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "competition.services", "run"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        while time.monotonic() - begun < PATIENCE:
            if self.process.poll() is not None:
                raise RuntimeError("the installation ended while starting")
            if self.is_ready():
                return round(time.monotonic() - begun, 2)
            time.sleep(0.05)
        raise RuntimeError("the installation is not ready in time")

    def is_ready(self) -> bool:
        """Say whether `/readyz` answers 200."""
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=2) as answer:
                return bool(json.load(answer)["ready"])
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def stop(self) -> None:
        """Stop it as Ctrl-C would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)
