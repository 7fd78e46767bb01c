"""Finding in PostgreSQL, against ILIKE '%…%' there: the first 50 rows in an order, on the same text.

python -m benchmarks.finding_postgres [CUSTOMERS …] [--queries N] [--keep URL]

Needs PostgreSQL: it starts a server of its own from the wheel, which has PostgreSQL's settings, and loads the register by
COPY. `--keep` fills, or uses again, the database at a URL instead; a server for a million customers has shared_buffers of
1 GB or more, for us and the peer alike. The peer has a table of its own with the same text, the keys of the list's order
and an index on them; it runs twice, as PostgreSQL runs it by itself, parallel workers and all, and in a session with the
register's settings, which has one process for each query as ours have ("alone"). Ours is the whole call of the
register: threads, rights, the reasons shown beside rows. What is asked is made from seeds that nothing was tuned on.
Aims: typed queries p99 <= 1/10 of the peer's, adversarial strings and strings without a hit <= 1/5. "cpu" is what our
part costs the processors, server and program, which other programs at work disturb less.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

import psycopg

from benchmarks.register_loading import load
from benchmarks.typed_queries import HELD_OUT, adversarial, typed, without_a_hit
from core.customers.api import count_customers, list_customers
from core.customers.views import CustomerQuery
from core.database.postgres.engine import connect
from core.database.store import ready_store
from core.register import Register, open_register
from tests.postgres import administering, own_server, url_of

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
ROWS = 50
_PEER = (
    "CREATE TABLE peer AS SELECT r.customer_id, r.name_key, r.active, r.number, r.name, r.city, r.phone, r.email,"
    " r.contact, coalesce(s.spelled, s.folded) || s.digits AS text"
    " FROM customer_row r JOIN customer_search s ON s.label = r.customer_id",
    "CREATE INDEX peer_order ON peer (name_key, customer_id, active)",
    "VACUUM (ANALYZE) peer",
)
_ILIKE = (
    "SELECT customer_id, number, name, city, phone, email, contact FROM peer WHERE active AND text ILIKE %s"
    " ORDER BY name_key, customer_id LIMIT 50"
)
_SIZES = (
    "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relname ~ '^(customer_(row|search)|ix_customer_search)'"
    " AND relkind IN ('r', 'i') ORDER BY 2 DESC LIMIT 8"
)


class Times(NamedTuple):
    """Milliseconds of each query of one kind."""

    window: list[float]
    window_cpu: list[float]
    counted: list[float]
    peer: list[float]
    peer_alone: list[float]


def make(url: str, customers: int) -> None:
    """Make the register and the peer's table in the database at `url`, unless they are there."""
    ready_store(url, "benchmark", NOW)
    with administering(url.replace("+psycopg", "")) as connection:
        if not _is_there(connection, "SELECT 1 FROM customer LIMIT 1"):
            began = time.perf_counter()
            load(url, customers)
            print(f"{customers:,} customers loaded in {time.perf_counter() - began:.0f} s")
        if not _is_there(connection, "SELECT 1 FROM pg_class WHERE relname = 'peer'"):
            for statement in _PEER:
                connection.execute(statement)
        for name, size in connection.execute(_SIZES):
            print(f"  {name:<36}{size / 2**20:>8.0f} MB{size / customers:>8.0f} bytes a customer")


def _is_there(connection: psycopg.Connection[Any], statement: LiteralString) -> bool:
    return connection.execute(statement).fetchone() is not None


class Server:
    """What the server's processes of one database have used of the processors."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Find the processes of the programs connected, other than this one."""
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        self._files = [Path(f"/proc/{pid}/schedstat") for (pid,) in found]

    def used(self) -> float:
        """Return milliseconds of this program and of those processes; the server must be on this machine."""
        theirs = sum(int(file.read_text().split()[0]) for file in self._files if file.exists())
        return time.process_time() * 1000 + theirs / 1e6


async def measure(url: str, customers: int, queries: int) -> dict[str, Times]:
    """Ask everything, ours and the peer's by turns."""
    register = await open_register(url, user="benchmark", clock=lambda: NOW)
    found: dict[str, Times] = {}
    try:
        with administering(url.replace("+psycopg", "")) as connection, closing(connect(url, writing=False)) as alone:
            for text in islice(typed(20, HELD_OUT + 1, customers), 20):
                await register(list_customers, CustomerQuery(text=text), limit=ROWS)
            server = Server(connection)
            for make_queries in (typed, adversarial, without_a_hit):
                times = found.setdefault(make_queries.__name__, Times([], [], [], [], []))
                for text in make_queries(queries, HELD_OUT, customers):
                    await _ask(register, server, text, times)
                    _ask_peer(connection, text, times.peer)
                    _ask_peer(alone, text, times.peer_alone)
                    alone.rollback()
    finally:
        await register.close()
    return found


async def _ask(register: Register, server: Server, text: str, times: Times) -> None:
    query = CustomerQuery(text=text)
    began, used = time.perf_counter(), server.used()
    await register(list_customers, query, limit=ROWS)
    times.window.append((time.perf_counter() - began) * 1000)
    times.window_cpu.append(server.used() - used)
    began = time.perf_counter()
    await register(count_customers, query)
    times.counted.append((time.perf_counter() - began) * 1000)


def _ask_peer(connection: psycopg.Connection[Any], text: str, times: list[float]) -> None:
    escaped = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    began = time.perf_counter()
    connection.execute(_ILIKE, (f"%{escaped}%",), prepare=False).fetchall()
    times.append((time.perf_counter() - began) * 1000)


def report(found: dict[str, Times]) -> None:
    """Print the table."""
    heads = ("p50", "p95", "p99", "max")
    print(f"{'':<32}" + "".join(f"{head:>9}" for head in heads) + f"{'p99 to ILIKE':>15}{'alone':>8}")
    for kind, times in found.items():
        worst, worst_alone = at(times.peer, 99), at(times.peer_alone, 99)
        for name, numbers in times._asdict().items():
            line = "".join(
                f"{value:>9.1f}" for value in (at(numbers, 50), at(numbers, 95), at(numbers, 99), max(numbers))
            )
            ratios = (
                [f"1/{peer / at(numbers, 99):.1f}" for peer in (worst, worst_alone)] if "peer" not in name else ["", ""]
            )
            print(f"{f'{kind}, {name}':<32}{line}{ratios[0]:>15}{ratios[1]:>8}")


def at(times: list[float], share: int) -> float:
    """Return the time that `share` of a hundred do not exceed."""
    return sorted(times)[min(len(times) * share // 100, len(times) - 1)]


@contextmanager
def server(keep: str | None) -> Iterator[str]:
    """Give the URL of an empty database, or of the one to keep."""
    if keep:
        yield keep
        return
    with own_server() as dsn:
        if dsn is None:
            raise SystemExit("no PostgreSQL: set KUNDKORT_TEST_POSTGRES, or use Python 3.11-3.13 for the wheel")
        with administering(dsn) as connection:
            connection.execute("CREATE DATABASE finding TEMPLATE template0 ENCODING 'UTF8'")
        yield url_of(dsn, "finding")


def main() -> None:
    """Measure the sizes that are asked for."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("customers", nargs="*", type=int, default=[100_000])
    arguments.add_argument("--queries", type=int, default=300, help="of each kind")
    arguments.add_argument("--keep", help="the URL of a database to fill once and use again")
    asked = arguments.parse_args()
    for customers in asked.customers:
        with server(asked.keep) as url:
            make(url, customers)
            report(asyncio.run(measure(url, customers, asked.queries)))


if __name__ == "__main__":
    main()
