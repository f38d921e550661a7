"""Deleting the data folder."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator

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
    with _alone(folders):
        if ask and not _is_agreed(folders):
            print("Nothing was deleted.")
            return 1
        _delete(folders)
    print(f"Deleted {folders.data}.")
    return 0


@contextlib.contextmanager
def _alone(folders: Folders) -> Iterator[None]:
    """Hold the locks, so that nothing starts while we ask and delete."""
    paths = [folders.run / "stack.lock", *(keeper_lock(folders, name) for name in ENGINES)]
    with contextlib.ExitStack() as held:
        try:
            for path in paths if folders.run.is_dir() else ():
                lock = take_lock(path)
                if lock is None:
                    raise Trouble(
                        f"Services run in {folders.data}: stop make run (Ctrl-C) or the command that uses them, "
                        "then make reset again."
                    )
                held.callback(os.close, lock)
        except OSError as problem:
            raise _not_ours(problem) from problem
        yield


def _delete(folders: Folders) -> None:
    try:
        copies = copy_place(folders)
        shutil.rmtree(folders.data)
        if copies.is_dir():
            shutil.rmtree(copies)
    except OSError as problem:
        raise _not_ours(problem) from problem


def _not_ours(problem: OSError) -> Trouble:
    return Trouble(f"Cannot delete {problem.filename} ({problem.strerror}): run make reset as the user that owns it.")


def _is_agreed(folders: Folders) -> bool:
    if not sys.stdin.isatty():
        raise Trouble(
            f"make reset deletes everything in {folders.data} and found nobody to ask: write YES=1 make reset to agree."
        )
    answer = input(f"Delete everything in {folders.data}, database and files? Type yes: ")
    return answer.strip().lower() in {"yes", "y", "ya"}
