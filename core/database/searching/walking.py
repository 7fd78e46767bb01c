"""Walking through what a search finds, in the order of names: what each database's index must be able to do.

A `Walker` answers three questions of a `Search` (text, filters, active, and whom the actor may see, all of them held):

- `walk`: which hits of these ranks follow an edge in the order (name_key, customer_id), nearest first, at most `limit`.
- `count`: how many there are, exactly, at most `most`.
- `gather`: some columns of `customer_row` of all of them, in no order, unless there are more than `most`.

Every answer is verified: equal to that of a scan (`scanning`), which is asked instead where `walker_of` is None. What
lies above is written once for both databases: the tiers of the order of finding, other orders, offsets, jumps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from core.database.plain import fetch
from core.database.searching.asking import Search, Shown
from core.database.searching.positions import Key

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_VERIFIED = 5_000
"""So many candidates of the index are looked at in one call, before a window is left unfinished (DESIGN 4)."""

Edge = tuple[bytes, int]
"""A place in the order of names: name_key and customer_id. A customer need not stand there (any more)."""


class Walked(NamedTuple):
    """Hits, nearest to the edge first: what is shown of them (SHOWN) and their keys (rank, name_key, customer_id).

    `reached` None: there is nothing beyond but what `limit` cut off (when there are as many rows as `limit`, nobody
    knows). Else so many customers were looked at that the walk stopped there: everything up to it, itself included, is
    known, and the walk goes on from it as its edge. Where there is a text the rank is that of `matching.rank`, else 0.
    """

    rows: list[Shown]
    keys: list[Key]
    reached: Edge | None = None


class Walker(Protocol):
    """An index over the search text, in one database. Raises nothing of its own."""

    def walk(
        self,
        connection: Connection,
        search: Search,
        *,
        ranks: tuple[int, ...],
        edge: Edge | None,
        backwards: bool,
        limit: int,
        most: int = MOST_VERIFIED,
    ) -> Walked:
        """Return up to `limit` hits after `edge` (without: from the first on), `backwards` before it (from the last on).

        `ranks` is () where no text is sought, else one of the groups that the tiers ask for: (0, 1) a number exactly,
        (2, 3) a number's beginning, and (6,), (7,) and (6, 7) anywhere; the name's beginning (4, 5) is asked of the
        index on names by the tiers themselves. Of a group that may have hits of both ranks each rank may be asked alone
        too. At most `most` candidates are looked at (some hundred more, where that is simpler).
        """
        ...

    def count(self, connection: Connection, search: Search, most: int) -> int:
        """Return how many customers `search` finds, at most `most`."""
        ...

    def gather(
        self, connection: Connection, search: Search, columns: Sequence[str], most: int
    ) -> list[tuple[Any, ...]] | None:
        """Return `columns` (of `customer_row`) of everything that is found; None where that is more than `most`."""
        ...


def walker_of(connection: Connection) -> Walker | None:
    """Return the walker of this database, None where its index is not ready: then everything is looked at."""
    if not fetch(connection, "SELECT 1 FROM search_state WHERE id = 1 AND ready = ?", (True,)):
        return None
    if connection.dialect.name == "postgresql":
        from core.database.searching.postgres_walk import PostgresWalker

        return PostgresWalker()
    from core.database.searching.sqlite_walk import SqliteWalker

    return SqliteWalker()
