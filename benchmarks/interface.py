"""What one does in the list, from the key to the last byte of its frame: milliseconds, bytes, frames, memory, at two sizes.

python -m benchmarks.interface FOLDER [--size 120x40] [--rounds 40] [--idle SECONDS] [CUSTOMERS …]

The program runs in a pseudo-terminal on a register of `benchmarks.large`; the terminal is read by this process and not
drawn. A frame is over when nothing came for a while (`MOVED`, `ANSWERED`): what follows later by itself (the card beside
the list, the count) has a rest of its own before it and is not part of it. The ratio is to the smallest register of the run.
Aims (issue 5): p99 of moving 16 ms, of a typed character and of opening a card 33 ms, the same at every size; down 400
bytes, a page 7,500, a typed character 9,000, a card 12,000, in at most two frames; peak memory within 5 MB, at most 85.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

from benchmarks.large import SIZES, register_of
from benchmarks.wire import FRAME_END
from core.places import sqlite_url
from tests.terminal.terminal import KEYS, ROOT

MOVED, ANSWERED = 0.045, 0.1
"""Seconds without a byte after which the frame of a move is over, and that of what asks the register."""
LONGEST = 20.0
STILL = 0.6
TYPED = ("berg", "0171", "anna s", "eken", "fast", "lund", "brf", "1234", "ost", "info@")
"""Searches typed letter by letter, each cleared before the next."""


class Frame(NamedTuple):
    """One answer to a key: milliseconds to its last byte, bytes, and frames."""

    milliseconds: float
    size: int
    frames: int


class Program:
    """A program in a pseudo-terminal."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], columns: int, rows: int) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=dict(environment), start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def read(self, seconds: float) -> bytes:
        """Return what comes within `seconds`."""
        ready, _write, _error = select.select([self._master], [], [], seconds)
        return os.read(self._master, 1 << 16) if ready else b""

    def until(self, text: bytes) -> None:
        """Read until `text` was sent."""
        seen, end = b"", time.monotonic() + LONGEST
        while text not in seen:
            if time.monotonic() > end:
                raise TimeoutError(f"{text!r} never came; last came {seen[-500:]!r}")
            seen += self.read(0.1)

    def still(self, seconds: float = STILL) -> bytes:
        """Read until nothing came for `seconds`; return what did."""
        seen = b""
        while more := self.read(seconds):
            seen += more
        return seen

    def press(self, key: str, gap: float = ANSWERED) -> Frame:
        """Press a key and return its frame, which is over when nothing came for `gap` seconds."""
        self.still(0.0)
        began = last = time.perf_counter()
        os.write(self._master, KEYS.get(key, key).encode())
        seen = self.read(LONGEST)
        last = time.perf_counter()
        while more := self.read(gap):
            last = time.perf_counter()
            seen += more
        return Frame((last - began) * 1000, len(seen), len(FRAME_END.findall(seen)))

    @property
    def peak(self) -> float:
        """The most memory that the program had, in megabytes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1000


def kundkort(path: Path, home: Path, columns: int, rows: int) -> Program:
    """Start kundkort on a register."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "KUNDKORT_HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "sv_SE.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tui", "--register", sqlite_url(path), "--user", "anna", "--language", "sv"]
    return Program(command, environment, columns, rows)


def measure(program: Program, rounds: int) -> dict[str, list[Frame]]:
    """Do everything `rounds` times, and return the frames by what was done."""
    frames: dict[str, list[Frame]] = {}

    def press(name: str, key: str, rest: float, gap: float = ANSWERED) -> None:
        frames.setdefault(name, []).append(program.press(key, gap))
        program.still(rest)

    for _round in range(rounds):
        for name, key in (("down", "down"), ("up", "up"), ("page down", "pagedown"), ("page up", "pageup")):
            press(name, key, 0.2, MOVED)
        press("End", "end", 0.3, MOVED)
        press("Home", "home", 0.3, MOVED)
        press("open a card", "enter", 0.3)
        press("close it", "escape", 0.3)
    for typed in TYPED:
        program.press("/")
        program.still()
        for letter in typed:
            press("a typed character", letter, 0.25)
        program.press("escape")
        program.still()
        program.press("escape")
        program.still()
    return frames


def at(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def one_size(path: Path, options: argparse.Namespace) -> tuple[dict[str, list[Frame]], float, int]:
    """Return the frames, the peak of memory in megabytes, and the bytes of the idle time."""
    with tempfile.TemporaryDirectory() as home:
        with kundkort(path, Path(home), *options.size) as program:
            program.until(b"rad 1")
            program.still(2.0)
        # As it is opened every day: what it remembers is there, and everything compiled.
        with kundkort(path, Path(home), *options.size) as program:
            program.until(b"rad 1")
            program.still(2.0)
            frames = measure(program, options.rounds)
            program.press("/")
            program.still(1.0)
            idle, end = 0, time.monotonic() + options.idle
            while (left := end - time.monotonic()) > 0:
                idle += len(program.read(left))
            return frames, program.peak, idle


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table for each size."""
    parser = argparse.ArgumentParser(prog="benchmarks.interface")
    parser.add_argument("folder", type=Path)
    parser.add_argument("customers", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--size", type=lambda text: tuple(map(int, text.split("x"))), default=(120, 40))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--idle", type=float, default=10.0)
    options = parser.parse_args(arguments)
    first: dict[str, float] = {}
    for count in options.customers:
        frames, peak, idle = one_size(register_of(options.folder, count), options)
        print(f"\n{count:,} customers, {options.size[0]}×{options.size[1]}")
        print(f"{'':<20}{'n':>5}{'p50 ms':>9}{'p99 ms':>9}{'ratio p50':>11}{'bytes p50':>11}{'most':>9}{'frames':>8}")
        for name, found in frames.items():
            times = [frame.milliseconds for frame in found]
            sizes = [frame.size for frame in found]
            middle = at(times, 0.5)
            ratio = middle / first.setdefault(name, middle)
            print(
                f"{name:<20}{len(found):>5}{middle:>9.1f}{at(times, 0.99):>9.1f}{ratio:>11.2f}"
                f"{at(sizes, 0.5):>11,.0f}{max(sizes):>9,}{max(frame.frames for frame in found):>8}"
            )
        print(f"peak memory {peak:.1f} MB; {options.idle:.0f} idle seconds {idle} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
