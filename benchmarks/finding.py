"""Finding among a million in a file, as ratios to LIKE over the same text, in the same order, with the same limit.

python -m benchmarks.finding FOLDER [--customers 1000000] [--typed 1500] [--peer 150] [--check 100]
    [--clock wall|cpu]

Queries come from `benchmarks.typed_queries` with seeds that nothing was tuned on. Ours is the statement work of the list's
operation (`core.database.search`) on a reader of the register, each query once; the peer walks the same rows in the order
of names by its index, asking LIKE of every word, until it has as many, and counts likewise. What p99 is compared with is
the p99 of the peer over a sample of the same queries (`--peer`), each once. `--check` holds so many answers, rows, order
and count, against a scan of every text. Aims (issue 5): typed 1/100, adversarial and without a hit 1/15, the count 1/25,
with filters and for a user with 300 customers 1/50.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, ParamSpec

from msgspec.structs import replace

from benchmarks.large import register_of
from benchmarks.register_data import customers as invented
from benchmarks.typed_queries import HELD_OUT, adversarial, typed, without_a_hit
from core import access
from core.actor import Actor
from core.customers.views import CustomerOrder, CustomerQuery
from core.database import search
from core.database.plain import fetch
from core.database.searching import scanning
from core.database.sqlite.connecting import connect
from core.database.sqlite.reader import SqliteReader
from core.database.standing import find_actor
from core.values.finding import read_typed

if TYPE_CHECKING:
    from sqlalchemy import Connection

P = ParamSpec("P")
LIMIT = 50
CAP = 1_000
TABLES = ("customer_match", "search_word", "search_suffix", "search_common", "search_stop", "search_size")
"""What the index consists of, beside the text itself."""


class Case(NamedTuple):
    """Queries of one kind, who asks, whether the peer has filters too, and the aim as a part of the peer's p99."""

    name: str
    queries: list[CustomerQuery]
    login: str
    aim: int


def searched(actor: Actor, query: CustomerQuery) -> search.Search:
    """Return the search that the list's operation makes of a query."""
    if actor.sees_all:
        return search.Search(query, read_typed(query.text))
    seen = search.Sql(*access.sql_criteria(actor, "{customer}", few=True))
    return search.Search(query, read_typed(query.text), seen, search.Sql(*access.sql_seen(actor)))


CLOCKS: dict[str, Callable[[], float]] = {"wall": time.perf_counter, "cpu": time.thread_time}
"""What time is measured by: other programs at work disturb the processor's own less."""


def timed(clock: Callable[[], float], call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """Return the milliseconds of a call."""
    began = clock()
    call(*args, **kwargs)
    return (clock() - began) * 1000


def at(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def peer(one: search.Search, *, counting: bool) -> tuple[str, tuple[object, ...]]:
    """Return LIKE of every word over the same text: the first rows in the order of names, or how many up to the cap."""
    conditions = [condition.text for condition in one.conditions()]
    parameters = [value for condition in one.conditions() for value in condition.parameters]
    for part in one.typed.parts:
        ways = ["s.digits LIKE ?"] if part.number else []
        values = [f"%{part.number}%"] if part.number else []
        words = " AND ".join("s.folded LIKE ?" for _word in part.words)
        conditions.append(f"({' OR '.join([*ways, f'({words})'])})")
        parameters += [*values, *(f"%{word.folded}%" for word in part.words)]
    source = f"customer_row r JOIN customer_search s ON s.customer_id = r.customer_id WHERE {' AND '.join(conditions)}"
    if counting:
        return f"SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT {CAP + 1})", tuple(parameters)
    order = "r.city_key, r.name_key" if one.query.order is CustomerOrder.CITY else "r.name_key"
    return f"SELECT r.customer_id, r.number, r.name FROM {source} ORDER BY {order}, r.customer_id LIMIT {LIMIT}", tuple(
        parameters
    )


def cases(count: int, many: int) -> list[Case]:
    """Return everything that is measured."""

    def texts(found: Sequence[str]) -> list[CustomerQuery]:
        return [CustomerQuery(text=text) for text in found]

    ordinary = texts(list(typed(many, HELD_OUT, count)))
    cities = [customer.city for customer in invented(min(count, 2_000))]
    filtered = [
        replace(query, cities=(cities[n % len(cities)],), order=CustomerOrder.CITY) for n, query in enumerate(ordinary)
    ]
    return [
        Case("typed", ordinary, "anna", 100),
        Case("adversarial", texts(list(adversarial(many // 2, HELD_OUT, count))), "anna", 15),
        Case("without a hit", texts(list(without_a_hit(many // 2, HELD_OUT, count))), "anna", 15),
        Case("active, town, by town", filtered, "anna", 50),
        Case("who sees 300", ordinary, "per", 50),
    ]


class Measuring:
    """A reader of the register, and what was found out with it."""

    def __init__(self, connection: Connection, clock: Callable[[], float], sample: int, checks: int) -> None:
        self._connection, self._clock = connection, clock
        self._sample, self._checks = sample, checks
        self.wrong: list[str] = []
        self.checked = 0

    def case(self, case: Case) -> None:
        """Measure a case, and print its rows."""
        actor = find_actor(self._connection, case.login)
        every = [searched(actor, query) for query in case.queries]
        here, clock = self._connection, self._clock
        rows = [timed(clock, search.find_window, here, one, search.Wanted(limit=LIMIT)) for one in every]
        counts = [timed(clock, search.count, here, one, CAP + 1) for one in every]
        some = every[:: max(len(every) // self._sample, 1)]
        their_rows = [timed(clock, fetch, here, *peer(one, counting=False)) for one in some]
        their_counts = [timed(clock, fetch, here, *peer(one, counting=True)) for one in some]
        self._print(case.name, rows, their_rows, case.aim)
        self._print("  its count", counts, their_counts, 25)
        for one in every[:: max(len(every) // self._checks, 1)] if self._checks else ():
            self._check(one)

    def _print(self, name: str, ours: list[float], theirs: list[float], aim: int) -> None:
        p99, their_p99 = at(ours, 0.99), at(theirs, 0.99)
        kept = "kept" if p99 * aim <= their_p99 else "MISSED"
        print(
            f"{name:<24}{len(ours):>6}{at(ours, 0.5):>8.2f}{at(ours, 0.95):>8.2f}{p99:>8.2f}{max(ours):>9.2f}"
            f"{at(theirs, 0.5):>10.1f}{their_p99:>9.1f}   1/{their_p99 / p99:<6.0f} aim 1/{aim:<4} {kept}",
            flush=True,
        )

    def _check(self, one: search.Search) -> None:
        """Hold an answer against a scan of every text."""
        keys = scanning.gather(self._connection, one, one.order, 10**9, few=False) or []
        right = [key[-1] for key in sorted(keys)[:LIMIT]]
        found = [row[0] for row in search.find_window(self._connection, one, search.Wanted(limit=LIMIT)).rows]
        counted = search.count(self._connection, one, CAP + 1).found
        self.checked += 1
        if found != right or counted != min(len(keys), CAP + 1):
            self.wrong.append(f"{one.query}: {counted} of {len(keys)}, {found[:5]} for {right[:5]}")


def sizes(path: Path, count: int) -> None:
    """Print what the index takes, beside the text itself."""
    with closing(connect(path, writing=False)) as connection:
        pages = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        of = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
    found = dict.fromkeys(TABLES, 0)
    for name, size in pages.items():
        table = of.get(name, name)
        for wanted in TABLES:
            if table == wanted or table.startswith(f"{wanted}_"):
                found[wanted] += size
    total = sum(found.values())
    text = sum(
        size for name, size in pages.items() if of.get(name, name) in ("customer_search", "customer_search_line")
    )
    print(
        f"index {total / 1e6:.0f} MB, {total / count:.0f} bytes a customer (the text itself {text / 1e6:.0f} MB): "
        + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in found.items())
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(prog="benchmarks.finding")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--typed", type=int, default=1_500)
    parser.add_argument("--peer", type=int, default=150)
    parser.add_argument("--check", type=int, default=100)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    options = parser.parse_args(arguments)
    path = register_of(options.folder, options.customers)
    print(f"{options.customers:,} customers; milliseconds; first {LIMIT} rows, and the count to {CAP:,}")
    print(f"{'':<24}{'n':>6}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>9}{'LIKE p50':>10}{'p99':>9}   of LIKE's p99")
    reader = SqliteReader(path)
    with reader.session(Event()) as session:
        measuring = Measuring(session.connection(), CLOCKS[options.clock], options.peer, options.check)
        for case in cases(options.customers, options.typed):
            measuring.case(case)
    reader.let_go()
    sizes(path, options.customers)
    print(f"{measuring.checked} answers held against a scan, {len(measuring.wrong)} different")
    for line in measuring.wrong[:20]:
        print(line)
    return 1 if measuring.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
