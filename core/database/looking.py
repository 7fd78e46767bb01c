"""The SQL of news: whether anything was committed, what changed since a seq, and whose it is to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch, pieces

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.database.base import Row

MOST = 1_000
"""So many things changed, and so many changes of who may see what, are told one by one in one look."""

_STANDS = "SELECT seq, epoch FROM feed WHERE id = 1"
_CHANGED = (
    "SELECT root_kind, root_id, max(seq) AS seq FROM change WHERE seq > ? GROUP BY root_kind, root_id"
    " ORDER BY 3, 1, 2 LIMIT ?"
)
_ACCESS = (
    'SELECT "user", customer, gained_seq AS seq, 1 AS gained FROM access WHERE gained_seq > ?'
    " AND (lost_seq IS NULL OR lost_seq > gained_seq)"
    ' UNION ALL SELECT "user", customer, lost_seq, 0 FROM access WHERE lost_seq > ? ORDER BY 3, 4 LIMIT ?'
)
_ACCESS_OF_ONE = (
    'SELECT customer, lost_seq FROM access WHERE "user" = ? AND (gained_seq > ? OR lost_seq > ?) ORDER BY id LIMIT ?'
)
_VERSION = "kundkort_data_version"
_DATA_VERSION = "SELECT data_version FROM pragma_data_version"


class Thing(NamedTuple):
    """Something that changed, a customer say, and in which change set last."""

    kind: str
    id: int
    seq: int


class Sight(NamedTuple):
    """From the change set `seq` on a user may see a customer (None: all of them), or no longer."""

    user: int
    customer: int | None
    seq: int
    gained: bool


class Look(NamedTuple):
    """What one look found: where the register stands, and what changed since the last one, the oldest first.

    `seers` are the users who see not all customers but this one, by customer. Without `whole` more changed than is told.
    """

    seq: int
    epoch: str
    things: Sequence[Thing] = ()
    sights: Sequence[Sight] = ()
    seers: Mapping[int, frozenset[int]] = MappingProxyType({})
    whole: bool = True


def stands(connection: Connection) -> tuple[int, str]:
    """Return the last seq of the register, and its epoch."""
    ((seq, epoch),) = fetch(connection, _STANDS)
    return seq, epoch


def look(connection: Connection, seen: int) -> Look | None:
    """Return what changed after the seq `seen`; None where nothing was committed since.

    Where nothing was, it is one statement: on SQLite one that reads no page of the file.
    """
    version = _data_version(connection)
    if version is not None and connection.info.get(_VERSION) == version:
        return None
    seq, epoch = stands(connection)
    found = _changes(connection, seen, seq, epoch) if 0 <= seen < seq else Look(seq, epoch)
    if version is not None:
        # Kept with the connection that it is about, and not before all was read.
        connection.info[_VERSION] = version
    return found if found.seq != seen else None


def _data_version(connection: Connection) -> int | None:
    """Return a number that another one's commit changes, None on a database that has none."""
    if connection.dialect.name != "sqlite":
        return None
    ((version,),) = fetch(connection, _DATA_VERSION)
    number: int = version
    return number


def _changes(connection: Connection, seen: int, seq: int, epoch: str) -> Look:
    things = [Thing(*row) for row in fetch(connection, _CHANGED, (seen, MOST + 1))]
    sights = [
        Sight(user, customer, seq, bool(gained))
        for user, customer, seq, gained in fetch(connection, _ACCESS, (seen, seen, MOST + 1))
    ]
    if len(things) > MOST or len(sights) > MOST:
        return Look(seq, epoch, whole=False)
    customers = [thing.id for thing in things if thing.kind == "customer"]
    return Look(seq, epoch, things, sights, _seers(connection, customers))


def _seers(connection: Connection, customers: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for piece in pieces(customers):
        marks = ", ".join("?" for _ in piece)
        statement = f'SELECT "user", customer FROM access WHERE customer IN ({marks}) AND lost_seq IS NULL'  # noqa: S608
        for user, customer in fetch(connection, statement, tuple(piece)):
            found.setdefault(customer, set()).add(user)
    return {customer: frozenset(users) for customer, users in found.items()}


def sights_of(connection: Connection, user: int, since: int, most: int) -> Sequence[tuple[int | None, int | None]]:
    """Return what a user may see, or no longer, since a seq: customer and in which change set it was lost (None: not)."""
    return [(customer, lost) for customer, lost in fetch(connection, _ACCESS_OF_ONE, (user, since, since, most))]


def kinds_since(connection: Connection, since: int) -> tuple[str, ...]:
    """Return the kinds of things other than customers of which any changed after a seq, in order."""
    kinds, statement = _kinds()
    (found,) = fetch(connection, statement, (since,) * len(kinds))
    return tuple(kind for kind, changed in zip(kinds, found, strict=True) if changed)


@cache
def _kinds() -> tuple[tuple[str, ...], str]:
    """Return the kinds of things other than customers, and the statement that asks of each whether any changed."""
    roots = sorted(_roots(), key=lambda mapped: mapped.ENTITY)
    tables = [f'"{mapped.__tablename__}"' for mapped in roots]
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {table} WHERE seq > ?)" for table in tables)  # noqa: S608 - our names
    return tuple(mapped.ENTITY for mapped in roots), f"SELECT {asked}"


def _roots() -> Iterable[type[Row]]:
    from core.database.base import Base, Row
    from core.slices import map_tables

    map_tables()
    for mapper in Base.registry.mappers:
        mapped = mapper.class_
        if issubclass(mapped, Row) and (mapped.ENTITY, "id") == mapped.ROOT and mapped.ENTITY != "customer":
            yield mapped
