"""Making the example company, against a plain executemany of every row that it wrote.

python -m benchmarks.demo [CUSTOMERS] [ROUNDS]

The peer is the floor of any way to write them: the rows are in memory already, one INSERT a table, one transaction, the
same schema with its indexes, the same settings of SQLite. What counts is the ratio (aim: at most 4 at 20,000).
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from core.demo.api import fill_with_example
from core.places import sqlite_url
from core.register import open_register

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


async def make(path: Path, customers: int) -> float:
    """Make the example's customers in a new register and return the seconds it took, without opening."""
    register = await open_register(sqlite_url(path), user="benchmark", clock=lambda: NOW)
    try:
        began = time.perf_counter()
        await register(fill_with_example, customers)
        return time.perf_counter() - began
    finally:
        await register.close()


async def make_empty(path: Path) -> None:
    """Make a register with nothing in it."""
    await (await open_register(sqlite_url(path), user="benchmark", clock=lambda: NOW)).close()


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of a register, by table; parents before children."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name
            for name, sql in connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
            )
            if "VIRTUAL" not in sql and not name.startswith("sqlite_")
        ]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


def insert_plainly(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    """Insert `rows` into the empty register at `path`; return the seconds it took."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        for name in rows:
            connection.execute(f'DELETE FROM "{name}"')
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for name, values in rows.items():
            if values:
                marks = ", ".join("?" * len(values[0]))
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', values)
        connection.execute("COMMIT")
        return time.perf_counter() - began


def main(arguments: list[str]) -> int:
    """Measure, and print a line a round and the best of all."""
    customers, rounds = (
        (int(n) for n in [*arguments, "20000", "3"][:2]) if len(arguments) != 1 else (int(arguments[0]), 3)
    )
    ours, plain, count = [], [], 0
    for n in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            made, empty = Path(folder, "made.sqlite"), Path(folder, "empty.sqlite")
            ours.append(asyncio.run(make(made, customers)))
            asyncio.run(make_empty(empty))
            rows = rows_of(made)
            count = sum(map(len, rows.values()))
            plain.append(insert_plainly(empty, rows))
        print(f"round {n + 1}: made {ours[-1]:6.2f} s  plain {plain[-1]:6.2f} s  ratio {ours[-1] / plain[-1]:5.2f}")
    ratio = min(ours) / min(plain)
    middle = statistics.median(one / other for one, other in zip(ours, plain, strict=True))
    print(f"{customers:,} customers, {count:,} rows: {min(ours):.2f} s, {min(plain):.2f} s plain")
    print(f"ratio of the best rounds {ratio:.2f}, median of the rounds' ratios {middle:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
