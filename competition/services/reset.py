"""Deleting the data folder."""

import shutil
import sys

from competition.services.folders import BASE, Folders, find_folders
from competition.services.keeper import ENGINES, keeper_lock
from competition.services.locks import take_lock
from competition.services.trouble import Trouble
from competition.services.ways import copy_place

MARKS = ("run", "postgres", "secret_key")


def reset(*, ask: bool) -> int:
    """Delete the data folder; ask first unless told otherwise. Returns 0, or 1 when the answer was no.

    :raises Trouble: when services run, the folder is not one of ours, or there is nobody to ask.
    """
    folders = find_folders()
    if not folders.data.exists():
        print(f"Nothing to delete: {folders.data} is not there.")
        return 0
    if folders.data in (BASE, *BASE.parents) or not any((folders.data / name).exists() for name in MARKS):
        raise Trouble(f"{folders.data} does not look like a data folder: nothing was deleted. Set DATA_DIR to the right one.")
    if folders.run.is_dir():
        _refuse_if_used(folders)
    if ask and not _is_agreed(folders):
        print("Nothing was deleted.")
        return 1
    try:
        copies = copy_place(folders)
        shutil.rmtree(folders.data)
        if copies.is_dir():
            shutil.rmtree(copies)
    except OSError as problem:
        raise Trouble(
            f"Cannot delete {problem.filename} ({problem.strerror}): run make reset as the user that owns it."
        ) from problem
    print(f"Deleted {folders.data}.")
    return 0


def _refuse_if_used(folders: Folders) -> None:
    """Hold the locks until this process ends, so that nothing starts while we delete."""
    try:
        held = [take_lock(folders.run / "stack.lock"), *(take_lock(keeper_lock(folders, name)) for name in ENGINES)]
    except OSError as problem:
        raise Trouble(
            f"Cannot look into {folders.run} ({problem.strerror}): run make reset as the user that owns it."
        ) from problem
    if None in held:
        raise Trouble(
            f"Services run in {folders.data}: stop make run (Ctrl-C) or the command that uses them, then make reset again."
        )


def _is_agreed(folders: Folders) -> bool:
    if not sys.stdin.isatty():
        raise Trouble(
            f"make reset deletes everything in {folders.data} and found nobody to ask: write YES=1 make reset to agree."
        )
    return input(f"Delete everything in {folders.data}, database and files? Type yes: ").strip().lower() in {
        "yes",
        "y",
        "ya",
    }
