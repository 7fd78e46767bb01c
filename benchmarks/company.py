"""A company for the benchmark of the server: a register with customers, dispatchers and technicians, made once."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.load import Person
from core.clock import stamp, system_clock
from core.database.revision import REVISION
from core.demo.api import fill_with_example
from core.people.api import add_user
from core.people.tokens import hash_of
from core.people.views import UserDraft
from core.places import sqlite_url
from core.register import open_register

DISPATCHERS = 50
TECHNICIANS = 200
ASSIGNED = 200
"""Customers of each technician."""


async def prepare(customers: int) -> Path:
    """Return a register with so many customers and all who work in it, made once for each revision."""
    folder = Path(tempfile.gettempdir()) / "kundkort-benchmarks"
    folder.mkdir(exist_ok=True)
    path = folder / f"server-{REVISION}-{customers}.sqlite"
    if path.exists():
        return path
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    register = await open_register(sqlite_url(half), user="benchmark", clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
    try:
        await register(fill_with_example, customers)
        for login in (*(f"dispatcher{n}" for n in range(DISPATCHERS)), *(f"technician{n}" for n in range(TECHNICIANS))):
            await register(add_user, UserDraft(login=login, only_assigned=login.startswith("technician")))
    finally:
        await register.close()
    with closing(sqlite3.connect(half)) as connection, connection:
        _assign(connection)
    half.rename(path)
    return path


def _assign(connection: sqlite3.Connection) -> None:
    """Give every technician customers, and everybody a token."""
    draw = random.Random(4)
    ids = [id for (id,) in connection.execute("SELECT id FROM customer WHERE active ORDER BY id")]
    (seq, epoch), now = connection.execute("SELECT seq, epoch FROM feed").fetchone(), stamp(system_clock())
    for user, login in connection.execute('SELECT id, login FROM "user" ORDER BY id').fetchall():
        connection.execute(
            "INSERT INTO token (id, hash, user, epoch, device_name, created_at, used_at, expires_at)"
            " VALUES (?, ?, ?, ?, 'benchmark', ?, ?, '2100-01-01T00:00:00Z')",
            (user, hash_of(token_of(login)), user, epoch, now, now),
        )
        if login.startswith("technician"):
            connection.executemany(
                'INSERT INTO access ("user", customer, gained_seq) VALUES (?, ?, ?)',
                [(user, id, seq) for id in sorted(draw.sample(ids, ASSIGNED))],
            )


def token_of(login: str) -> str:
    """Return the token that somebody calls with."""
    return f"kk_benchmark-{login}"


class Company(NamedTuple):
    """Who works, and what is typed."""

    dispatchers: Sequence[Person]
    technicians: Sequence[Person]
    words: Sequence[str]


def company(path: Path) -> Company:
    """Read who works in a register, and take words out of it."""
    draw = random.Random(5)
    with closing(sqlite3.connect(path)) as connection:
        ids = [id for (id,) in connection.execute("SELECT id FROM customer WHERE active ORDER BY id")]
        names = [name for (name,) in connection.execute("SELECT name FROM customer WHERE active ORDER BY id")]
        people = dict(connection.execute('SELECT login, id FROM "user"'))
        technicians: list[Person] = []
        taken: set[int] = set()
        for n in range(TECHNICIANS):
            own = connection.execute(
                'SELECT customer FROM access WHERE "user" = ? AND customer IS NOT NULL', (people[f"technician{n}"],)
            )
            # No two people have a customer in common: that a change meets another one is no error, and is not measured.
            technicians.append(Person(token_of(f"technician{n}"), [id for (id,) in own if id not in taken]))
            taken.update(technicians[-1].customers)
    rest = [id for id in ids if id not in taken]
    draw.shuffle(rest)
    dispatchers = [Person(token_of(f"dispatcher{n}"), rest[n::DISPATCHERS]) for n in range(DISPATCHERS)]
    return Company(dispatchers, technicians, [name.split()[0][:6].lower() for name in draw.sample(names, 300)])
