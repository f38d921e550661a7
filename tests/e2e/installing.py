"""An installation in a folder of its own, whose database is put away and put back more often than it is written to."""

import os
import shutil
import tempfile
from pathlib import Path

from bench.stack import Stack
from competition.services.folders import Folders
from competition.services.keeper import Use
from tests.e2e.people import PASSWORD


class Installation(Stack):
    """`make run` in a new folder; `stop` removes the folder.

    Its PostgreSQL is one of those that need not survive a power cut: another database takes the place of the present one
    before every story (rewinding.py), and a durable engine waits for the disk each time, about three seconds.
    """

    def __init__(self, **environment: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="kipp-e2e-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
        super().__init__(self.data, DEMO_PASSWORD=PASSWORD, **environment)
        self.engine = Use(Folders(self.data), "postgres", throw_away=True)

    def start(self) -> float:
        """Start the engine, then everything else, which finds it there."""
        for name in ("run", "log"):
            (self.data / name).mkdir(mode=0o700)
        self.engine.join()
        self.engine.wait()
        return super().start()

    def stop(self) -> None:
        """Stop everything and leave nothing behind."""
        super().stop()
        self.engine.leave()
        shutil.rmtree(self.data, ignore_errors=True)
