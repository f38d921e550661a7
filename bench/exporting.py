"""The list of 30,000 proposals with twenty columns as a file: how long, and in how much memory."""

import subprocess
import sys

SECONDS, MEGABYTES = 15, 150
# A process of its own, so that its memory is that of one worker's task alone. The kernel's VmHWM begins anew with a program;
# getrusage goes on from whatever had started it.
SCRIPT = r"""
import re, sys, time
from pathlib import Path
import django
django.setup()
from competition.clock import read_clock
from competition.models import Edition, Person
from submissions.operations import exports
from submissions.operations.exports import ask_export, write_export
from submissions.queries.pipeline import EVERY, PipelineFilter
edition, person = Edition.objects.get(is_current=True), Person.objects.get(email="sekretariat@demo.test")
# The installation's own worker must not take it first.
exports.tell_workers = lambda *_: None
made = ask_export(edition=edition, person=person, asked=PipelineFilter(state=EVERY), form=sys.argv[1], at=read_clock())
begun = time.perf_counter()
assert write_export(code=made.code, at=read_clock())
made.refresh_from_db()
seconds, most = time.perf_counter() - begun, re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
print(seconds, int(most[1]) / 1024, made.size)
"""


def measure_exporting() -> dict:
    """Return seconds and the task's whole memory for each form; call it when as many proposals are there."""
    found = {}
    for form in ("xlsx", "csv"):
        ran = subprocess.run([sys.executable, "-c", SCRIPT, form], check=True, capture_output=True, text=True)
        seconds, megabytes, size = map(float, ran.stdout.split())
        found[f"export_{form}"] = {
            "seconds": {"figure": round(seconds, 1), "limit": SECONDS, "holds": seconds <= SECONDS},
            "megabytes": {"figure": round(megabytes), "limit": MEGABYTES, "holds": megabytes <= MEGABYTES},
            "bytes": int(size),
        }
    return found
