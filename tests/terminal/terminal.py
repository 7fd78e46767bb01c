"""A terminal for tests: the real program in a pseudo-terminal, what it writes counted, and read by pyte."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f5": "\x1b[15~",
    "f8": "\x1b[19~",
    "ctrl+l": "\x0c",
    "ctrl+n": "\x0e",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "space": " ",
}
"""What a terminal sends for a key that is not one letter."""

QUIET = 0.35
"""So many seconds without a byte, and the program has nothing more to say."""
LONGEST = 30.0
"""Seconds after which waiting is given up: something is wrong."""


class Terminal:
    """Runs `arguments` of kundkort in a pseudo-terminal of `width` by `height`; use it as a context.

    `screen` is what a person sees, `received` counts the bytes since `forget`.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        width: int = 80,
        height: int = 24,
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = (sys.executable, "-m", "tui"),
    ) -> None:
        self.width, self.height = width, height
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.everything = b""
        inherited = {
            name: os.environ[name] for name in ("PATH", "HOME", "KUNDKORT_HOME", "TMPDIR") if name in os.environ
        }
        self._environment = {**inherited, "TERM": "xterm-256color", "LANG": "sv_SE.UTF-8", **(environment or {})}
        self._command = [*program, *arguments]
        self._master = -1
        self.process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", self.height, self.width, 0, 0))
        self.process = subprocess.Popen(
            self._command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
        )
        os.close(slave)
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

    # -- what it says ----------------------------------------------------------------------------------------------

    def read(self, seconds: float) -> bytes:
        """Return what comes within `seconds`, b"" when nothing does, or the program has let go of the terminal."""
        ready, _writable, _errors = select.select([self._master], [], [], max(seconds, 0))
        if not ready:
            return b""
        try:
            found = os.read(self._master, 65536)
        except OSError:
            return b""
        self.raw += found
        self.everything += found
        self._stream.feed(found)
        return found

    def until(self, ready: Callable[[list[str]], bool]) -> list[str]:
        """Read until what is shown is `ready`; AssertionError with the screen when that never comes."""
        end = time.monotonic() + LONGEST
        while not ready(self.lines):
            assert time.monotonic() < end, "waited in vain; the screen shows:\n" + "\n".join(self.lines)
            self.read(0.1)
        return self.lines

    def until_shows(self, text: str) -> list[str]:
        """Read until `text` is somewhere on the screen."""
        return self.until(lambda lines: any(text in line for line in lines))

    def until_still(self) -> list[str]:
        """Read until the program has nothing more to say."""
        end = time.monotonic() + LONGEST
        while self.read(QUIET):
            assert time.monotonic() < end, "it never stops writing"
        return self.lines

    def until_ended(self) -> int:
        """Read until the program has ended, and return its exit code."""
        end = time.monotonic() + LONGEST
        while self.process.poll() is None:
            assert time.monotonic() < end, "it does not end; the screen shows:\n" + "\n".join(self.lines)
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.returncode

    @property
    def lines(self) -> list[str]:
        """What the screen shows, a line of text each, without spaces at its end."""
        return [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in self.screen.display]

    # -- what is done to it ----------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys: names of KEYS, or text that is typed as it is."""
        for key in keys:
            self.press_bytes(KEYS.get(key, key).encode())

    def press_bytes(self, typed: bytes) -> None:
        """Send what is typed as it is."""
        while typed:
            typed = typed[os.write(self._master, typed[:1024]) :]
            self.read(0)

    def cost_of(self, *keys: str) -> int:
        """Press keys, wait until all is still, and return how many bytes came."""
        self.until_still()
        self.raw = b""
        self.press(*keys)
        self.until_still()
        return len(self.raw)

    def resize(self, width: int, height: int) -> None:
        """Make the window another size."""
        self.width, self.height = width, height
        self.screen.resize(height, width)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        os.kill(self.process.pid, signal.SIGWINCH)

    def send_signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.process.pid, number)
