"""The walls around the child: what it may use up, and what it can no longer reach.

The limits hold everywhere. Being without a network, and without any file that is not open already, holds where the kernel
offers it to an ordinary user (Linux with user namespaces, and with Landlock); elsewhere the child goes on without.
"""

import ctypes
import os
import resource
import signal
import struct

_SET_PARENT_DEATH_SIGNAL = 1
_SET_NO_NEW_PRIVILEGES = 38
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
# The thirteen rights over files of Landlock's first version: executing, reading, writing, listing, removing and making.
_ALL_OVER_FILES = (1 << 13) - 1
_READING = 1 << 2
_BELOW_A_PATH = 1


def limit(*, seconds: int, memory: int, room: int) -> None:
    """Bound processor time, memory, the size of files, open files and further processes; leave no image of memory behind."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, room),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def isolate() -> None:
    """End with the parent, gain no right by any program, and reach neither the network nor a file by its name."""
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    kernel.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # A user of its own namespace may leave the network; one without that right stays where it is.
    if kernel.unshare(_NEW_USER | _NEW_NETWORK):
        kernel.unshare(_NEW_NETWORK)
    _close_files(kernel)


def _close_files(kernel: ctypes.CDLL) -> None:
    """Let no file be opened any more, with rules that handle every right and grant one: an encrypted document is recognised by
    a reader that asks for chance.
    """
    rights = ctypes.c_uint64(_ALL_OVER_FILES)
    rules = kernel.syscall(_LANDLOCK_CREATE, ctypes.byref(rights), ctypes.sizeof(rights), 0)
    if rules < 0:
        return
    chance = os.open("/dev/urandom", os.O_RDONLY)
    rule = struct.pack("=Qi", _READING, chance)
    kernel.syscall(_LANDLOCK_ADD, rules, _BELOW_A_PATH, rule, 0)
    kernel.syscall(_LANDLOCK_RESTRICT, rules, 0)
    os.close(chance)
    os.close(rules)
