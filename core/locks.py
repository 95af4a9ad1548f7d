"""Private folders and locks that processes share.

A lock is an `flock` on a file: the kernel drops it when the last process that has the file open is gone, however it
died. Nobody's life has to be guessed from a process id, which the machine may have given to somebody else since.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def make_private_folder(path: Path) -> None:
    """Create a folder that only its owner can open; one that exists keeps its mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)


def make_data_folder(path: Path) -> None:
    """Create the folder of everything kept between runs; one that exists keeps its mode.

    Root lets others pass through it (never list it): PostgreSQL refuses to run as root, and the user that it runs as
    must reach its own folder in there. Everything inside is private by itself.
    """
    if not path.exists():
        make_private_folder(path)
        if os.geteuid() == 0:
            path.chmod(0o711)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock of this file inside the block, waiting for it first."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int:
    """A descriptor on the lock file; closing it drops what was locked through it."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def hold_alone(path: Path) -> int:
    """A descriptor that holds the lock, to be handed to a child or closed.

    Raises:
        BlockingIOError: somebody else holds it.
    """
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def hold_together(path: Path) -> int:
    """A descriptor that holds the lock along with others who hold it together."""
    descriptor = open_lock(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_held(path: Path) -> bool:
    """Whether any living process holds the lock, alone or together."""
    try:
        os.close(hold_alone(path))
    except BlockingIOError:
        return True
    return False
