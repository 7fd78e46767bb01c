"""From exec to the last cell of the footer, in a pseudo-terminal, as a ratio to a bare Textual app in the same run.

python -m benchmarks.start [ROUNDS]

The peers: Python that does nothing, `import textual`, and an app with one widget that fills the screen. Kundkort opens an
example company of 2,000 customers as it is opened every day: catalogues compiled, view remembered. Aims: footer at most
1.3 times the bare app, rows at most 2.0 times.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.terminal import drawn_at, record
from core.demo.prepare import prepare
from core.places import sqlite_url
from tools.catalogues import compile_all

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 120, 40
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("#" * (%d * %d), markup=False)

Bare().run()
""" % (COLUMNS, ROWS)
TEXTUAL = "import textual.app, textual.widgets; textual.widgets.Static"
STILL = 0.4
"""Seconds without a byte after which a screen is done."""
FILLED = re.compile(rb"1[0-9]{4}")
"""A customer's number, which only the rows have."""
MEASURES = ("python", "import textual", "bare app", "kundkort: footer", "kundkort: rows")


def footer_is_whole(lines: list[str]) -> bool:
    """Say whether the last line has its last words: the key of help stands at the right edge."""
    return lines[-1].rstrip().endswith("help") and lines[-1].startswith("   ")


def rows_are_filled(lines: list[str]) -> bool:
    """Say whether the list is full of customers: numbers of five digits down to its last row."""
    return footer_is_whole(lines) and sum(line[3:8].isdigit() for line in lines) >= ROWS - 12


def bare_is_drawn(lines: list[str]) -> bool:
    """Say whether the bare app's last cell is drawn."""
    return lines[-1].endswith("#")


def seconds_of(command: list[str], environment: dict[str, str]) -> float:
    """Return how long a command takes from start to end."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True)
    return time.perf_counter() - began


def until_drawn(
    command: list[str], environment: dict[str, str], last: re.Pattern[bytes], *shows: Callable[[list[str]], bool]
) -> list[float]:
    """Return the seconds until the screen fulfils each of `shows`; it is done a while after `last` was sent."""
    changed = [time.perf_counter(), 0.0]

    def is_still(seen: bytes) -> bool:
        if len(seen) != changed[1]:
            changed[:] = time.perf_counter(), len(seen)
        return time.perf_counter() - changed[0] > STILL and last.search(seen) is not None

    pieces = record(command, environment, columns=COLUMNS, rows=ROWS, until=is_still)
    return [drawn_at(pieces, COLUMNS, ROWS, show) for show in shows]


def one_round(home: Path, url: str) -> dict[str, float]:
    """Measure everything once."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "KUNDKORT_HOME": str(home),
        "KUNDKORT_REGISTER": url,
        "KUNDKORT_USER": "anna",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": str(ROOT),
        # Compiled once, as an installed program is.
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }
    kundkort = [sys.executable, "-m", "tui"]
    footer, rows = until_drawn(kundkort, environment, FILLED, footer_is_whole, rows_are_filled)
    return dict(
        zip(
            MEASURES,
            (
                seconds_of([sys.executable, "-c", "pass"], environment),
                seconds_of([sys.executable, "-c", TEXTUAL], environment),
                *until_drawn([sys.executable, "-c", BARE], environment, re.compile(b"###"), bare_is_drawn),
                footer,
                rows,
            ),
            strict=True,
        )
    )


def main(arguments: list[str]) -> int:
    """Measure, and print the median of each and its ratio to the bare app."""
    rounds = int(arguments[0]) if arguments else 9
    compile_all(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder, "example.sqlite"))
        asyncio.run(prepare(url, login="anna", customers=2_000, today=date(2026, 11, 24)))
        one_round(Path(folder), url)  # once to warm what the system keeps
        found = [one_round(Path(folder), url) for _round in range(rounds)]
    floor = statistics.median(one["bare app"] for one in found)
    print(f"{rounds} rounds, {COLUMNS}×{ROWS}, medians")
    for name in MEASURES:
        median = statistics.median(one[name] for one in found)
        least = min(one[name] for one in found)
        print(f"{name:<18}{median * 1000:7.0f} ms  least {least * 1000:6.0f} ms  ratio {median / floor:5.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
