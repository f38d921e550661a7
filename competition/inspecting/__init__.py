"""What somebody uploaded, looked at before anybody else gets it: its type by content, read and cleaned in a child process that
may do nothing but that, and asked after by a virus scanner.

Files and processes only; nothing here knows the database.
"""

from competition.inspecting.inspection import Inspected, Limits, inspect_file
from competition.inspecting.refusals import FileRefused, NotChecked, ScannerAway, refusal_text
from competition.inspecting.scanning import scan_file

__all__ = [
    "FileRefused",
    "Inspected",
    "Limits",
    "NotChecked",
    "ScannerAway",
    "inspect_file",
    "refusal_text",
    "scan_file",
]
