"""The index of a file as customers come, change and go: their labels, and the terms that are written under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from core.database.plain import fetch
from core.database.searching.document import Made
from core.database.searching.labels import Labels
from core.database.searching.postings import Postings
from core.database.searching.sources import NAME_KEY, Stored, indexed, stored
from core.database.searching.terms import Sets, terms_of
from core.database.searching.vocabulary import State

if TYPE_CHECKING:
    from sqlalchemy import Connection

Change = tuple[Stored | None, Made | None]
"""A customer as it is stored and as it shall be; None where there is nothing."""

WAITING = -(2**62)
"""Added to a customer's id, it is the label of one that is not in the index."""
LABEL = "UPDATE customer_search SET label = ? WHERE customer_id = ?"
"""Gives a label to a customer."""


def waiting(customer: int) -> int:
    """Return the label of a customer that is not in the index."""
    return customer + WAITING


def follow_index(
    connection: Connection, state: State, sets: Sets, changes: Sequence[Change], write: Callable[[], None]
) -> None:
    """Let the index follow `changes`; `write` writes the derived rows of these customers, new ones `waiting`.

    Where the index is not ready new names wait: whoever fills it puts them in. Within `guard.writing`.
    """
    postings = Postings()
    to_place: list[tuple[bytes, int, Made]] = []
    renamed: list[tuple[int, int]] = []
    for before, after in changes:
        is_in = before is not None and before.label >= state.first
        if after is not None and not (is_in and before is not None and _key(before.made) == _key(after)):
            to_place.append((after.row[NAME_KEY], after.row[0], after))
            if before is not None and is_in:
                renamed.append((waiting(after.row[0]), after.row[0]))
        if before is None or not is_in:
            continue
        old = terms_of(indexed(before.made.row, before.made.text), sets)
        if after is None or _key(before.made) != _key(after):
            postings.take(before.label, old)
        else:
            new = terms_of(indexed(after.row, after.text), sets)
            postings.replace(before.label, old, new)
    write()
    if renamed:
        connection.exec_driver_sql(LABEL, renamed)
    if state.ready:
        place(connection, state, sets, sorted(to_place, key=lambda one: one[:2]), postings)
    postings.write(connection)


def _key(made: Made) -> bytes:
    key: bytes = made.row[NAME_KEY]
    return key


def place(
    connection: Connection, state: State, sets: Sets, customers: Iterable[tuple[bytes, int, Made]], postings: Postings
) -> None:
    """Put these (name key, id, what is derived), which are stored as waiting, into the index. Within `guard.writing`."""

    def move(customer: int, label: int) -> None:
        one = stored(connection, (customer,))[customer]
        terms = terms_of(indexed(one.made.row, one.made.text), sets)
        postings.take(one.label, terms)
        postings.add(label, terms)
        connection.exec_driver_sql(LABEL, (label, customer))

    labels = Labels(connection, state.first, move)
    for name_key, customer, made in customers:
        label = labels.give(name_key, customer)
        connection.exec_driver_sql(LABEL, (label, customer))
        postings.add(label, terms_of(indexed(made.row, made.text), sets))


def unplaced(connection: Connection, state: State, most: int) -> tuple[int, ...]:
    """Return customers, at most so many, that are not in the index of this generation."""
    statement = "SELECT customer_id FROM customer_search WHERE label < ? ORDER BY label LIMIT ?"
    return tuple(row[0] for row in fetch(connection, statement, (state.first, most)))
