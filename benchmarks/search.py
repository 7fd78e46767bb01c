"""Finding while typing, against a plain LIKE over the same rows.

python -m benchmarks.search [CUSTOMERS …]

Names, contacts, e-mails, phones, numbers and towns of the example company are typed letter by letter, and each prefix is
asked for as the list does it: the first window of 100 rows, then the count. The peer counts the rows of the same search
text that LIKE '%…%' finds for the same letters, in the same run, by sqlite3 alone: one pass, nothing sorted or shown.
What is measured is the whole call of the register, threads and rights included; "cpu" is what it costs the processor,
which other programs at work disturb less. Aims at 20,000: a typed window under 15 ms p99, a window without text under 1 ms.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from core.customers.api import count_customers, list_customers
from core.customers.views import CustomerOrder, CustomerQuery
from core.demo.api import fill_with_example
from core.places import sqlite_url
from core.register import Register, open_register
from core.values.sorting import fold

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
TYPED = 20
"""So many values of each kind are typed."""
LONGEST = 14
ROUNDS = 30
"""Windows without text are asked for so many times."""


class Times(NamedTuple):
    """Milliseconds of each call of one kind, by the clock and of the processor; and of the peer for the same letters."""

    ours: list[float]
    cpu: list[float]
    peer: list[float]

    async def measure(self, call: Callable[[], Awaitable[object]]) -> None:
        """Take the time of one call."""
        began, used = time.perf_counter(), time.process_time()
        await call()
        self.ours.append((time.perf_counter() - began) * 1000)
        self.cpu.append((time.process_time() - used) * 1000)


def sample(path: Path) -> list[str]:
    """Return what is typed: values as they stand in the register, some in the folded spelling, some two words."""
    draw = random.Random(20)
    values: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        for column, table in (
            ("name", "customer_search"),
            ("number", "customer_search"),
            ("city", "customer_search"),
            ("name", "contact"),
            ("email", "contact"),
            ("phone", "contact"),
        ):
            found = connection.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> '' ORDER BY 1"
            ).fetchall()
            values += [value for (value,) in draw.sample(found, min(TYPED, len(found)))]
        pairs = connection.execute(
            "SELECT name, city FROM customer_search WHERE city <> '' ORDER BY customer_id"
        ).fetchall()
        values += [f"{city[:4]} {name.split()[0]}" for name, city in draw.sample(pairs, min(TYPED, len(pairs)))]
    values = [value.replace("+46", "0", 1) if value.startswith("+46") else value for value in values]
    return [fold(value) if draw.random() < 0.3 else value for value in values]


def letters(values: Iterable[str]) -> list[str]:
    """Return every prefix that is typed, each once."""
    return list(
        dict.fromkeys(value[:size].strip() for value in values for size in range(1, min(len(value), LONGEST) + 1))
    )


def like(connection: sqlite3.Connection, text: str) -> float:
    """Return the milliseconds of the peer."""
    began = time.perf_counter()
    connection.execute("SELECT count(*) FROM customer_search WHERE folded LIKE ?", (f"%{fold(text)}%",)).fetchone()
    return (time.perf_counter() - began) * 1000


async def typed(register: Register, path: Path) -> dict[str, Times]:
    """Type everything; return the times of windows and counts."""
    found = {
        kind: Times([], [], [])
        for kind in ("typed, first window", "typed, next window", "typed, last window", "typed, count")
    }
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA cache_size=-16000")
        for place, text in enumerate(letters(sample(path))):
            query = CustomerQuery(text=text)
            calls: dict[str, Callable[[], Awaitable[object]]] = {
                "typed, first window": partial(register, list_customers, query),
                "typed, count": partial(register, count_customers, query),
            }
            if place % 10 == 0:
                window = await register(list_customers, query)
                calls["typed, last window"] = partial(register, list_customers, query, last=True)
                if not window.at_end:
                    calls["typed, next window"] = partial(register, list_customers, query, after=window.last)
            for kind, call in calls.items():
                await found[kind].measure(call)
                found[kind].peer.append(like(connection, text))
    return found


async def untyped(register: Register) -> dict[str, Times]:
    """Ask for windows and counts without text, in every order."""
    found: dict[str, Times] = {}

    async def several(kind: str, call: Callable[[], Awaitable[object]]) -> None:
        await call()
        times = found.setdefault(kind, Times([], [], []))
        for _ in range(ROUNDS):
            await times.measure(call)

    for order in CustomerOrder:
        query = CustomerQuery(order=order)
        middle = (await register(list_customers, query, limit=500)).last
        await several("no text, first window", partial(register, list_customers, query))
        await several("no text, last window", partial(register, list_customers, query, last=True))
        await several("no text, next window", partial(register, list_customers, query, after=middle))
        few = CustomerQuery(order=order, active=False, org_no=False, types=("private",))
        await several("no text, few of all", partial(register, list_customers, few))
    await several("no text, count", partial(register, count_customers, CustomerQuery(), 1_000_000))
    return found


async def measure(customers: int) -> None:
    """Print the table for a register of so many customers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.sqlite"
        register = await open_register(sqlite_url(path), user="benchmark", clock=lambda: NOW)
        try:
            await register(fill_with_example, customers)
            found = await typed(register, path) | await untyped(register)
        finally:
            await register.close()
    heads = ("calls", "p50 ms", "p99 ms", "cpu p50", "cpu p99", "LIKE p50", "LIKE p99", "ratio p50", "ratio p99")
    print(f"{f'{customers} customers':<22}" + "".join(f"{head:>11}" for head in heads))
    for kind, times in found.items():
        both = [at(part, share) for part in (times.ours, times.cpu) for share in (50, 99)]
        if times.peer:
            both += [at(times.peer, share) for share in (50, 99)]
            both += [at(times.ours, share) / at(times.peer, share) for share in (50, 99)]
        print(f"{kind:<22}{len(times.ours):>11}" + "".join(f"{number:>11.2f}" for number in both))


def at(times: list[float], share: int) -> float:
    """Return the time that `share` of a hundred calls do not exceed."""
    return sorted(times)[min(len(times) * share // 100, len(times) - 1)]


def main() -> None:
    """Measure the sizes that are asked for."""
    for customers in [int(size) for size in sys.argv[1:]] or [2_000, 20_000]:
        asyncio.run(measure(customers))


if __name__ == "__main__":
    main()
