"""From exec to the last cell of the footer, in a pseudo-terminal, as a ratio to a bare Textual app in the same run.

python -m benchmarks.start [ROUNDS] [--peers] [--register FILE]

The floor: Python that does nothing, `import textual`, and an app with one widget that fills the screen. Kundkort opens an
example company of 2,000 customers (or FILE) as it is opened every day: catalogues compiled, view remembered. With
`--peers` also programs that people look at tables with, installed into an environment of their own in the cache folder:
harlequin on the same file, visidata on the same customers as CSV, until they show a customer. Aims: footer at most 1.3
times the bare app, rows at most 1.8 times, and at most half of either peer.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks.terminal import drawn_at, record
from core.demo.prepare import prepare
from core.places import sqlite_path, sqlite_url
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
SHOWN = {"harlequin": re.compile(rb"Run Query"), "visidata": FILLED}
"""What the peers show when they are there: harlequin its footer, without a row; visidata the number of a customer."""


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


def surroundings(home: Path, url: str) -> dict[str, str]:
    """Return the environment that everything runs in."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
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


def one_round(home: Path, url: str, peers: dict[str, list[str]]) -> dict[str, float]:
    """Measure everything once."""
    environment = surroundings(home, url)
    kundkort = [sys.executable, "-m", "tui"]
    footer, rows = until_drawn(kundkort, environment, FILLED, footer_is_whole, rows_are_filled)
    found = {
        "python": seconds_of([sys.executable, "-c", "pass"], environment),
        "import textual": seconds_of([sys.executable, "-c", TEXTUAL], environment),
        "bare app": until_drawn([sys.executable, "-c", BARE], environment, re.compile(b"###"), bare_is_drawn)[0],
        "kundkort: footer": footer,
        "kundkort: rows": rows,
    }
    plain = {name: value for name, value in environment.items() if name != "PYTHONPATH"}
    for name, command in peers.items():
        found[name] = until_drawn(command, plain | {"LC_ALL": "C.UTF-8"}, SHOWN[name], shows(SHOWN[name]))[0]
    return found


def shows(text: re.Pattern[bytes]) -> Callable[[list[str]], bool]:
    """Return what says whether a screen shows `text`."""
    return lambda lines: text.search("\n".join(lines).encode()) is not None


def installed_peers(home: Path, url: str) -> dict[str, list[str]]:
    """Install the peers where they are not, give them the same customers, and return the commands that show them."""
    folder = user_cache_path("kundkort") / "benchmarks" / "peers"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", *SHOWN], check=True)
        (folder / "ready").touch()
    path = sqlite_path(url)
    table = home / "customers.csv"
    with closing(sqlite3.connect(path)) as connection, table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Nr", "Namn", "Ort", "Telefon"))
        writer.writerows(connection.execute("SELECT number, name, city, phone FROM customer_row ORDER BY name_key"))
    return {
        "harlequin": [str(folder / "bin" / "harlequin"), "-a", "sqlite", str(path)],
        "visidata": [str(folder / "bin" / "vd"), str(table)],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the median of each and its ratio to the bare app."""
    parser = argparse.ArgumentParser(prog="benchmarks.start")
    parser.add_argument("rounds", nargs="?", type=int, default=9)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--register", type=Path)
    options = parser.parse_args(arguments)
    compile_all(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        url = sqlite_url(options.register or home / "example.sqlite")
        if options.register is None:
            asyncio.run(prepare(url, login="anna", customers=2_000, today=date(2026, 11, 24)))
        peers = installed_peers(home, url) if options.peers else {}
        one_round(home, url, peers)  # once to warm what the system keeps
        found = [one_round(home, url, peers) for _round in range(options.rounds)]
    floor = statistics.median(one["bare app"] for one in found)
    print(f"{options.rounds} rounds, {COLUMNS}×{ROWS}, medians")
    for name in found[0]:
        median = statistics.median(one[name] for one in found)
        least = min(one[name] for one in found)
        print(f"{name:<18}{median * 1000:7.0f} ms  least {least * 1000:6.0f} ms  ratio {median / floor:5.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
