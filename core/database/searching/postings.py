"""What is written into the index of a file: which labels have which terms, in few and small steps."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIRST = 64
"""So many labels are written one by one where an index is filled at once: they make its levels."""
MERGED = 8
"""Pages of the index that each write may put together: never so many at once that somebody waits for it."""

_ADD = "INSERT INTO customer_match (rowid, t) VALUES (?, ?)"
_TAKE = "INSERT INTO customer_match (customer_match, rowid, t) VALUES ('delete', ?, ?)"
_COMMAND = "INSERT INTO customer_match (customer_match) VALUES (?)"
_SETTING = "INSERT INTO customer_match (customer_match, rank) VALUES (?, ?)"


class _Change:
    """What changes under one label: terms taken and added, and by how many the index's count of rows changes."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.added: set[str] = set()
        self.rows = 0

    def steps(self) -> tuple[tuple[str, set[str]], ...]:
        """Return the statements, each with its terms. FTS5 counts rows, and takes it for damage where they are too few."""
        takes = max(bool(self.taken), bool(self.added) - self.rows)
        return ((_TAKE, self.taken),) * takes + ((_ADD, self.added),) * (takes + self.rows)


class Postings:
    """Gathers what changes, label by label, and writes it in the order of labels: else each step is a segment."""

    def __init__(self) -> None:
        self._changes: dict[int, _Change] = {}

    def add(self, label: int, terms: Set[str]) -> None:
        """Let a customer be found by these terms under a label."""
        change = self._changes.setdefault(label, _Change())
        change.rows += 1
        self._add(change, terms)

    def take(self, label: int, terms: Set[str]) -> None:
        """Let it be found there no more; these are all the terms it was found by."""
        change = self._changes.setdefault(label, _Change())
        change.rows -= 1
        self._take(change, terms)

    def replace(self, label: int, old: Set[str], new: Set[str]) -> None:
        """Let it be found by `new` instead of `old`: only what differs is written."""
        if old != new:
            change = self._changes.setdefault(label, _Change())
            self._take(change, old - new)
            self._add(change, new - old)

    def _add(self, change: _Change, terms: Set[str]) -> None:
        again = change.taken & terms
        change.taken -= again
        change.added |= terms - again

    def _take(self, change: _Change, terms: Set[str]) -> None:
        new = change.added & terms
        change.added -= new
        change.taken |= terms - new

    def write(self, connection: Connection) -> None:
        """Write what was gathered, and put some pages together. Within `guard.writing`."""
        steps = [
            (label, way, " ".join(sorted(terms)))
            for label, change in sorted(self._changes.items())
            for way, terms in change.steps()
        ]
        self._changes.clear()
        if not steps:
            return
        for way, group in groupby(steps, key=lambda step: step[1]):
            connection.exec_driver_sql(way, [(label, terms) for label, _way, terms in group])
        setting(connection, "merge", MERGED)


def insert_all(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Add labels, ascending, with their terms (blanks between), and put nothing together."""
    if rows:
        connection.exec_driver_sql(_ADD, list(rows))


def insert_first(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Add the first FIRST labels of an index that is filled at once, so that FTS5 makes a level for each doubling.

    What is made one segment at last (`settle`) then lies on a level of its own, above all these. Else it would be on the
    lowest, and after a dozen changes FTS5 would begin to write all of it again, and let small segments lie until then.
    """
    setting(connection, "usermerge", 2)
    for row in rows:
        insert_all(connection, (row,))
        _flush(connection)
        setting(connection, "merge", 2 * FIRST)


def settle(connection: Connection, label: int, terms: str) -> None:
    """Make an index that was filled at once one segment, on the highest level; `terms` are those of one `label` in it."""
    setting(connection, "merge", 1)
    # Only where segments lie on several levels, and not all of one are being merged, FTS5 takes a new level for them all.
    connection.exec_driver_sql(_TAKE, (label, terms))
    connection.exec_driver_sql(_ADD, (label, terms))
    _flush(connection)
    command(connection, "optimize")
    setting(connection, "usermerge", 4)


def _flush(connection: Connection) -> None:
    """Let what was gathered be written as a segment."""
    connection.exec_driver_sql("SAVEPOINT written")
    connection.exec_driver_sql("RELEASE written")


def setting(connection: Connection, name: str, value: int) -> None:
    """Give the index a setting, which the file keeps, or the order to "merge" so many pages."""
    connection.exec_driver_sql(_SETTING, (name, value))


def command(connection: Connection, name: str) -> None:
    """Give the index an order: "delete-all", whatever state it is in, or "optimize": one segment, as quick as it gets."""
    connection.exec_driver_sql(_COMMAND, (name,))
