"""Filling the index of a whole register: from nothing at once, or step by step while others work in it.

A register says by `search_state.ready` whether its index is whole. Who is about to write very many customers says first
that it is not (`defer`): then new ones wait outside, which costs next to nothing, and finding looks at every text. Who
fills (`Filling`) takes them in, in the order of names, some in each transaction; whoever is in the index is kept in it by
every writer meanwhile. A filling that is broken off goes on where it was, whoever begins it: the next job, or the next
program that opens the register.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from core.database.guard import writing
from core.database.plain import fetch
from core.database.searching import postgres_index
from core.database.searching.blocks import rebuild_blocks
from core.database.searching.index_tables import DERIVED, STATE, made_anew
from core.database.searching.labels import bounds, bucket_of, in_order
from core.database.searching.placing import LABEL, place, unplaced
from core.database.searching.postings import FIRST, Postings, command, insert_all, insert_first, setting, settle
from core.database.searching.sources import NAME_KEY, Stored, chunks, indexed, stored
from core.database.searching.terms import Sets, terms_of
from core.database.searching.vocabulary import State, begin_generation, sets_of, state_of, write_sizes
from core.database.searching.writing import reindex

if TYPE_CHECKING:
    from sqlalchemy import Connection

STEP = 500
"""Customers that are looked at in one transaction while others work in the register."""
MERGED = 256
"""Pages of the index that such a step puts together."""
AT_ONCE = 5_000
"""Customers in one step where nobody else works in the register."""
HASHED = 64 * 1024 * 1024
"""Bytes of postings that are gathered before they are written, where nobody else works in the register."""
_HASHED = 1024 * 1024
"""Bytes of them otherwise, which is SQLite's own measure."""

FEW = 1_000
"""Up to so many customers go into the index one by one, whatever the size of the register."""
SHARE = 5
"""Where more than one in so many comes, they go in together at the end."""

_NOT_READY = "UPDATE search_state SET ready = ? WHERE id = 1"
_IN_ORDER = (
    "SELECT r.name_key, r.customer_id, s.label FROM customer_row r CROSS JOIN customer_search s"
    " ON s.customer_id = r.customer_id WHERE (r.name_key, r.customer_id) > (?, ?)"
    " ORDER BY r.name_key, r.customer_id LIMIT ?"
)
_LAST = (
    "SELECT r.name_key, r.customer_id FROM customer_search s CROSS JOIN customer_row r ON r.customer_id = s.customer_id"
    " WHERE s.label BETWEEN ? AND ? ORDER BY r.name_key DESC, r.customer_id DESC LIMIT 1"
)


def defer(connection: Connection) -> None:
    """Say that very many customers are about to come: they wait outside the index until a `Filling` takes them in."""
    with writing(connection):
        connection.exec_driver_sql(_NOT_READY, (False,))


def defer_for(connection: Connection, customers: int) -> None:
    """The same where so many customers, new and changed ones, are many against those that are there; else nothing."""
    ((there,),) = fetch(connection, "SELECT count(*) FROM customer_row")
    if customers > FEW and customers * SHARE > there:
        defer(connection)


def is_ready(connection: Connection) -> bool:
    """Say whether every customer is in the index."""
    return state_of(connection).ready


class Filling:
    """Takes into the index who waits outside, a step a transaction; `alone`: nobody else works in the register."""

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone
        self._edge = (b"", -(2**62))
        self._begun = False

    def step(self, connection: Connection) -> bool:
        """Do a step in the transaction that runs; return whether there is more to do."""
        state = state_of(connection)
        if state.ready:
            return False
        with writing(connection):
            if connection.dialect.name != "sqlite":
                _finish(connection)
                return False
            if not self._begun:
                self._begin(connection, state)
                return True
            if self._place(connection, state):
                return True
            if self._alone:
                _settle(connection, state)
            write_sizes(connection)
            _finish(connection)
        return False

    def _begin(self, connection: Connection, state: State) -> None:
        """Begin a generation where this one no longer fits the words, or the buckets have no room for so many."""
        self._begun = True
        setting(connection, "hashsize", HASHED if self._alone else _HASHED)
        if _has_outgrown(connection, state):
            command(connection, "delete-all")
            ((highest,),) = fetch(connection, "SELECT coalesce(max(label), 0) FROM customer_search")
            begin_generation(connection, new_generation(), bounds(bucket_of(max(highest, 0)) + 1)[0])

    def _place(self, connection: Connection, state: State) -> bool:
        """Put the next ones in; return whether there may be more."""
        rows = fetch(connection, _IN_ORDER, (*self._edge, AT_ONCE if self._alone else STEP))
        ids: tuple[int, ...]
        if rows:
            self._edge = rows[-1][:2]
            ids = tuple(customer for _key, customer, label in rows if label < state.first)
        else:
            # Who came meanwhile, behind the edge.
            ids = unplaced(connection, state, STEP)
        if ids:
            customers = sorted(
                (one for chunk in chunks(ids) for one in stored(connection, chunk).values()),
                key=lambda one: (one.made.row[NAME_KEY], one.made.row[0]),
            )
            _put_in(connection, state, sets_of(connection, state.generation), customers, alone=self._alone)
            if not self._alone:
                setting(connection, "merge", MERGED)
        # The last ones are taken in by the transaction that ends it: else more might always have come.
        return bool(rows) or len(ids) == STEP


def _has_outgrown(connection: Connection, state: State) -> bool:
    """Say whether a new generation is due: by half more words than it was made for, or thrice as many customers."""
    ((words,),) = fetch(connection, "SELECT count(*) FROM search_word")
    if words > state.words * 3 // 2:
        return True
    ((there, outside),) = fetch(
        connection, "SELECT count(*), count(CASE WHEN label < ? THEN 1 END) FROM customer_search", (state.first,)
    )
    return bool(words > state.words and outside * 3 > there * 2)


def _put_in(connection: Connection, state: State, sets: Sets, customers: list[Stored], *, alone: bool) -> None:
    """Put in customers that stand in the order of names: behind all that are in, a bucket is filled to its measure."""
    ((highest,),) = fetch(connection, "SELECT max(label) FROM customer_search")
    bucket = bucket_of(state.first) - 1
    if highest >= state.first:
        bucket = bucket_of(highest)
        last = fetch(connection, _LAST, bounds(bucket))[0]
        if last > (customers[0].made.row[NAME_KEY], customers[0].made.row[0]):
            postings = Postings()
            keyed = [(one.made.row[NAME_KEY], one.made.row[0], one.made) for one in customers]
            place(connection, state, sets, keyed, postings)
            postings.write(connection)
            return
    labelled = list(zip(in_order(bucket + 1), customers, strict=False))
    connection.exec_driver_sql(LABEL, [(label, one.made.row[0]) for label, one in labelled])
    rows = [(label, _terms(one, sets)) for label, one in labelled]
    if alone and highest < state.first:
        insert_first(connection, rows[:FIRST])
        rows = rows[FIRST:]
    insert_all(connection, rows)


def _terms(one: Stored, sets: Sets) -> str:
    return " ".join(sorted(terms_of(indexed(one.made.row, one.made.text), sets)))


def _settle(connection: Connection, state: State) -> None:
    """Make the index one segment, where there is anything in it."""
    last = fetch(
        connection,
        "SELECT customer_id FROM customer_search WHERE label >= ? ORDER BY label DESC LIMIT 1",
        (state.first,),
    )
    for (customer,) in last:
        one = stored(connection, (customer,))[customer]
        settle(connection, one.label, _terms(one, sets_of(connection, state.generation)))
    setting(connection, "hashsize", _HASHED)


def _finish(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        postgres_index.make(connection)
    rebuild_blocks(connection)
    connection.exec_driver_sql(_NOT_READY, (True,))


def new_generation() -> int:
    """Return what no generation was ever called, in whatever register: what is remembered of one stays true."""
    return 2 + secrets.randbits(52)


def rebuild(connection: Connection) -> None:
    """Make everything derived anew, whatever state it is in, in the transaction that runs and with nobody else at work."""
    with writing(connection):
        for table in sorted(DERIVED):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        if connection.dialect.name == "sqlite":
            for statement in made_anew():
                connection.exec_driver_sql(statement)
        else:
            postgres_index.drop(connection)
        connection.exec_driver_sql(STATE)
        defer(connection)
        after = 0
        statement = "SELECT id FROM customer WHERE removed_seq IS NULL AND id > ? ORDER BY id LIMIT ?"
        while ids := [row[0] for row in fetch(connection, statement, (after, AT_ONCE))]:
            after = ids[-1]
            reindex(connection, ids)
        filling = Filling(alone=True)
        while filling.step(connection):
            pass
