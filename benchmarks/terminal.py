"""A program in a pseudo-terminal: what it sent and when, and the screen after every piece of it."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import termios
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pyte

LONGEST = 20.0
"""Seconds after which a program is given up."""


class Piece(NamedTuple):
    """Some bytes that came together, and the seconds since the program was started."""

    at: float
    data: bytes


class Screen:
    """What a terminal of `columns` × `rows` shows."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def feed(self, data: bytes) -> None:
        """Draw what a program sent."""
        self._stream.feed(data)

    @property
    def lines(self) -> list[str]:
        """The lines as text."""
        return [str(line) for line in self._screen.display]


def record(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    columns: int,
    rows: int,
    until: Callable[[bytes], bool],
    quit_keys: bytes = b"\x11",
) -> list[Piece]:
    """Run `command` in a terminal until what it sent fulfils `until`, then quit it; return all it sent, piece by piece.

    The pieces are only kept while it runs: drawing them would take the processor from the program that is measured.
    """
    pieces: list[Piece] = []
    began = time.perf_counter()
    child, terminal = _start(command, environment, columns, rows)
    try:
        seen = b""
        for data in _reads(terminal):
            if data:
                pieces.append(Piece(time.perf_counter() - began, data))
                seen += data
            if until(seen):
                break
        os.write(terminal, quit_keys)
        deque(_reads(terminal), maxlen=0)  # what the end draws is of no interest
    finally:
        os.close(terminal)
        _end(child)
    return pieces


def drawn_at(pieces: Sequence[Piece], columns: int, rows: int, shows: Callable[[list[str]], bool]) -> float:
    """Return the seconds until the screen first fulfilled `shows`; ValueError where it never did."""
    screen = Screen(columns, rows)
    for piece in pieces:
        screen.feed(piece.data)
        if shows(screen.lines):
            return piece.at
    raise ValueError("\n".join(["it never drew that; the last screen was:", *screen.lines]))


def _start(command: Sequence[str], environment: Mapping[str, str], columns: int, rows: int) -> tuple[int, int]:
    import pty

    child, terminal = pty.fork()
    if child == 0:
        # The parent sets the size before this reads: the terminal is ready when the program starts.
        os.read(0, 1)
        os.execvpe(command[0], list(command), dict(environment))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.write(terminal, b"\n")
    return child, terminal


def _reads(terminal: int) -> Iterator[bytes]:
    """Yield what comes, b"" where nothing does for a while, until the program ends or it has been too long."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST:
        ready, _write, _error = select.select([terminal], [], [], 0.1)
        try:
            data = os.read(terminal, 65_536) if ready else b""
        except OSError:
            return
        if ready and not data:
            return
        yield data


def _end(child: int) -> None:
    """Wait for the program, and end it where it does not end by itself."""
    for _try in range(100):
        done, _status = os.waitpid(child, os.WNOHANG)
        if done:
            return
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
