"""Bytes and frames that reach the terminal for what one does all day, as ratios to Textual's own table of the same rows.

python -m benchmarks.wire [--size 120x40]

Kundkort opens an example company of 2,000 customers; the peer is an app with a header, a DataTable of the same columns
and a Footer. The floor is what the rows would cost if only their text and one change of style a line were sent.
Aims: a row down at most 450 bytes, ten idle seconds none.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.terminal.terminal import Terminal

CUSTOMERS = 2_000
IDLE = 10.0
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
FRAME_END = re.compile(rb"\x1b\[\d+;\d+H(?=\Z|\x1b\[\?2026|\x1b\[\d+;?\d*H)")
"""Where the cursor rests after a frame: a move after which nothing is written."""
HELD = 10
"""So many rows down at once, as when the key is held."""
PEER = """
import asyncio
from textual.app import App
from textual.widgets import DataTable, Footer, Header

class Peer(App):
    BINDINGS = [("e", "edit", "Edit"), ("n", "new", "New"), ("s", "sort", "Sort"), ("q", "quit", "Quit")]

    def compose(self):
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Nr", "Namn", "Ort", "Telefon")
        table.add_rows((str(10000 + n), f"Kund {n} Fastigheter AB", "Enköping", "0171-44 55 66") for n in range(2000))
        table.focus()

Peer().run()
"""


class Cost(NamedTuple):
    """Bytes and frames."""

    size: int
    frames: int


STEPS: tuple[tuple[str, Sequence[str], Sequence[str] | None], ...] = (
    ("down", ("down",), ("down",)),
    ("down again", ("down",), ("down",)),
    (f"{HELD} × down, held", ("down",) * HELD, ("down",) * HELD),
    ("page down", ("pagedown",), ("pagedown",)),
    ("to the search", ("/",), None),
    ("a letter typed", ("b",), None),
    ("another", ("r",), None),
    ("search cleared", ("escape", "escape"), None),
    ("open a card", ("enter",), None),
    ("close it", ("escape",), None),
    ("a question", ("s",), None),
    ("left alone", ("escape",), None),
)
"""What is done, by which keys, and by which keys of the peer (None: it has nothing like it)."""


def cost(data: bytes) -> Cost:
    """Return what was sent."""
    return Cost(len(data), len(FRAME_END.findall(data)))


def measured(terminal: Terminal, keys: Sequence[str]) -> Cost:
    """Press keys, wait until all is still, and return what came."""
    terminal.until_still()
    terminal.raw = b""
    terminal.press(*keys)
    terminal.until_still()
    return cost(terminal.raw)


def idle(terminal: Terminal) -> Cost:
    """Return what comes while nothing is done."""
    terminal.until_still()
    terminal.raw = b""
    terminal.read(IDLE)
    return cost(terminal.raw)


def run(terminal: Terminal, *, peer: bool) -> dict[str, Cost]:
    """Return the cost of every step, the start first."""
    terminal.until_still()
    costs = {"start": cost(terminal.everything)}
    for name, keys, peer_keys in STEPS:
        wanted = peer_keys if peer else keys
        if wanted is not None:
            costs[name] = measured(terminal, wanted)
    costs[f"{IDLE:.0f} idle seconds"] = idle(terminal)
    return costs


@contextmanager
def kundkort(width: int, height: int, home: Path) -> Iterator[Terminal]:
    """Open the example company."""
    arguments = ["--user", "anna", "--language", "sv", "demo", "--customers", str(CUSTOMERS)]
    environment = {**ENVIRONMENT, "KUNDKORT_HOME": str(home)}
    with Terminal(arguments, width=width, height=height, environment=environment) as terminal:
        terminal.until_shows("rad 1")
        yield terminal


def floor(width: int) -> int:
    """Return the bytes of two lines with nothing but their text, a move and a style each."""
    return 2 * (width + len("\x1b[10H\x1b[38;5;253m"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.wire")
    parser.add_argument("--size", default="120x40")
    width, height = map(int, parser.parse_args(arguments).size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        with kundkort(width, height, Path(folder)) as terminal:
            terminal.press("ctrl+q")
            terminal.until_ended()
        with kundkort(width, height, Path(folder)) as terminal:
            ours = run(terminal, peer=False)
    program = (sys.executable, "-c", PEER)
    with Terminal([], width=width, height=height, environment=ENVIRONMENT, program=program) as terminal:
        terminal.until_shows("Kund 20")
        theirs = run(terminal, peer=True)
    print(f"{width}×{height}, floor of a row down {floor(width)} bytes")
    print(f"{'':18}{'bytes':>8}{'frames':>8}{'DataTable':>11}{'frames':>8}{'ratio':>8}")
    for name, found in ours.items():
        other = theirs.get(name)
        rest = f"{other.size:>11}{other.frames:>8}{found.size / other.size:>8.2f}" if other and other.size else ""
        print(f"{name:18}{found.size:>8}{found.frames:>8}{rest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
