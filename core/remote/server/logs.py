"""What a server writes to its log: one JSON line a request, and faults of ours without anything a caller sent."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec
from msgspec import Struct

from core.clock import stamp

_encode = msgspec.json.Encoder().encode

Log: TypeAlias = Callable[[Struct], None]
"""Takes an entry and writes it down."""


class Served(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request that was answered: when (UTC), what it asked for, how that went, how long it took, the answer's bytes.

    `code` is that of the problem it was answered with. There is nothing in it of who asked, from where, or for whom.
    """

    time: str
    operation: str
    status: int
    ms: float
    bytes: int
    code: str = ""
    operation_id: str = ""


class Failed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fault of ours: the kinds of the errors and where they were raised, never their messages, which quote values."""

    time: str
    operation: str
    failed: tuple[str, ...]
    operation_id: str = ""


class Said(Struct, frozen=True, kw_only=True):
    """What the server itself did: it listens, it stops."""

    time: str
    event: str


class Noted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a part of the program, or a library, wrote to its log: without the values it filled in, which may be anybody's."""

    time: str
    level: str
    source: str
    message: str
    failed: tuple[str, ...] = ()


class Lines(logging.Handler):
    """Takes what is written by Python's `logging` into the same log."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record down."""
        error = record.exc_info[1] if record.exc_info else None
        self._log(
            Noted(
                time=stamp(datetime.fromtimestamp(record.created, UTC)),
                level=record.levelname.lower(),
                source=record.name,
                message=str(record.msg),
                failed=_frames(error) if error is not None else (),
            )
        )


def to_stderr(entry: Struct) -> None:
    """Write the entry as a line of JSON."""
    sys.stderr.buffer.write(_encode(entry) + b"\n")
    sys.stderr.buffer.flush()


def to_nowhere(_entry: Struct) -> None:
    """Write nothing: for tests."""


def failed(error: BaseException, operation: str, operation_id: str, now: datetime) -> Failed:
    """Return the entry of an error that nobody foresaw, and of those that led to it."""
    return Failed(time=stamp(now), operation=operation, failed=_frames(error), operation_id=operation_id)


def _frames(error: BaseException) -> tuple[str, ...]:
    lines: list[str] = []
    at: BaseException | None = error
    while at is not None:
        lines.append(f"{type(at).__module__}.{type(at).__qualname__}")
        frames = traceback.extract_tb(at.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames]
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return tuple(lines)
