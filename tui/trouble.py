"""When something goes wrong or the terminal goes away: the log, and a last chance to save what was typed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

LOG_LIMIT = 1_000_000
"""Bytes after which the log begins anew; the one before is kept beside it."""


class LogFile(logging.Handler):
    """Sends what the parts of the program log to the file: without it Python would write it on the terminal."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self.path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record with its traceback."""
        append(self.path, self.format(record))


def keep_log(path: Path) -> None:
    """Let everything that is logged, or raised in a thread, go to `path` from now on, and nowhere else."""
    threading.excepthook = lambda ended: log_error(path, ended.exc_value) if ended.exc_value is not None else None
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, LogFile)]:
        root.removeHandler(handler)
    root.addHandler(LogFile(path))


def log_error(path: Path, error: BaseException) -> None:
    """Append the traceback of `error` to the log."""
    append(path, "".join(traceback.format_exception(error)))


def append(path: Path, lines: str) -> None:
    """Append lines with the time to the log; a log that can't be written must not hide what went wrong."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_name(path.name + ".1"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{lines}\n")
        path.chmod(0o600)


def on_hangup(then: Callable[[int], None]) -> None:
    """Call `then` with the number of the signal when the terminal is closed or the program is asked to end.

    Textual handles neither, so that a lost SSH connection would lose what is typed. Does nothing where the system or
    the event loop has no such signals (Windows, a thread that is not the main one).
    """
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, then, number)
