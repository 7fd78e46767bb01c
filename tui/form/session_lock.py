"""A lock on a file that lives as long as its program: the system lets go of it however the program ends."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class SessionLock:
    """Held by a running session; raises OSError where the file can't be made or another program holds it.

    A process id would be given again to another program, and says nothing on another machine that shares the folder.
    """

    def __init__(self, folder: Path, session: str) -> None:
        self.path = lock_path(folder, session)
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let go of the lock, and take its file away."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def lock_path(folder: Path, session: str) -> Path:
    """Return the file that a session locks."""
    return folder / f"{session}.lock"


def is_alive(folder: Path, session: str) -> bool:
    """Say whether a program holds the lock of `session`; a lock that nobody holds is taken away."""
    path = lock_path(folder, session)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        _lock(descriptor)
    except OSError:
        return True
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)
