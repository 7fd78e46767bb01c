"""Which customers are marked: some by their ids, or all that a search finds but some; no widget, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from core.customers.views import CustomerOrder, CustomerQuery, CustomerRow, Selection
from core.values.sorting import spell

MOST = 10_000
"""So many can be marked one by one: what is more is all that a search finds (core.bulk.selecting.MOST_IDS)."""


class Marks(Struct, frozen=True):
    """What is marked: the customers of `ids`, and with `query` all that it finds but those of `but`.

    `found` is how many the query finds, None until they are counted. A customer stands in one of the sets only.
    """

    ids: frozenset[int] = frozenset()
    query: CustomerQuery | None = None
    but: frozenset[int] = frozenset()
    found: int | None = None

    def __bool__(self) -> bool:
        return bool(self.ids) or self.query is not None

    @property
    def count(self) -> int | None:
        """How many are marked; None while it is counted how many the search finds."""
        if self.query is None:
            return len(self.ids)
        return None if self.found is None else max(self.found - len(self.but), 0) + len(self.ids)

    def selection(self) -> Selection | None:
        """Return what operations are given, the ids in a settled order; None where nothing is marked."""
        if not self:
            return None
        return Selection(ids=tuple(sorted(self.ids)), query=self.query, but=tuple(sorted(self.but)))

    def has(self, row: CustomerRow, asked: CustomerQuery) -> bool:
        """Say whether a row of what is `asked` is known to be marked."""
        return row.id in self.ids or (row.id not in self.but and self._finds(row, asked) is True)

    def knows(self, row: CustomerRow, asked: CustomerQuery) -> bool:
        """Say whether it is known of a row if it is marked: what another text finds, only the register knows."""
        return row.id in self.ids or row.id in self.but or self._finds(row, asked) is not None

    def _finds(self, row: CustomerRow, asked: CustomerQuery) -> bool | None:
        """Say whether all that are marked by a search have this one among them; None where that is not known here."""
        if self.query is None or not _passes(self.query, row):
            return False
        text = self.query.text.strip()
        return True if not text or text == asked.text.strip() else None

    def marked(self, rows: Iterable[CustomerRow], asked: CustomerQuery) -> Marks:
        """Return the marks with these rows marked too."""
        rows = [row for row in rows if self.knows(row, asked) and not self.has(row, asked)]
        back = {row.id for row in rows if row.id in self.but}
        return replace(self, ids=self.ids | {row.id for row in rows if row.id not in back}, but=self.but - back)

    def unmarked(self, rows: Iterable[CustomerRow], asked: CustomerQuery) -> Marks:
        """Return the marks without these rows."""
        rows = [row for row in rows if self.has(row, asked)]
        out = {row.id for row in rows if row.id not in self.ids}
        return replace(self, ids=self.ids - {row.id for row in rows}, but=self.but | out)

    def toggled(self, row: CustomerRow, asked: CustomerQuery) -> Marks:
        """Return the marks with a row marked, or not any more."""
        return self.unmarked([row], asked) if self.has(row, asked) else self.marked([row], asked)

    def counted(self, query: CustomerQuery, found: int) -> Marks:
        """Learn how many a search finds; nothing where it is not the one that marks."""
        return replace(self, found=found) if query == self.query else self

    def named(self, query: CustomerQuery, ids: Iterable[int]) -> Marks:
        """Return the marks with what a search found named one by one, so that other searches know them."""
        return Marks(frozenset(ids)) if query == self.query else self


def all_found(asked: CustomerQuery, found: int | None = None) -> Marks:
    """Return the marks of all that is found by what is asked, `found` of them where that is known."""
    return Marks(query=plain(asked), found=found)


def plain(query: CustomerQuery) -> CustomerQuery:
    """Return a query in no order of its own: it finds the same."""
    return replace(query, order=CustomerOrder.RELEVANCE, descending=False)


def of_ids(ids: Iterable[int]) -> Marks:
    """Return the marks of some customers."""
    return Marks(frozenset(ids))


def same_search(one: CustomerQuery, other: CustomerQuery) -> bool:
    """Say whether what one query finds is known from the rows of the other: their texts are the same, or there is none."""
    return not one.text.strip() or one.text.strip() == other.text.strip()


def _passes(query: CustomerQuery, row: CustomerRow) -> bool:
    """Say whether a row passes the filters of a query."""
    return (
        (query.active is None or row.active == query.active)
        and (not query.cities or spell(row.city) in map(spell, query.cities))
        and (not query.languages or row.language in query.languages)
        and (not query.types or row.type in query.types)
        and (query.org_no is None or bool(row.org_no) == query.org_no)
    )


class HeldRows(Protocol):
    """The rows of a list that are held now."""

    def __getitem__(self, index: int) -> CustomerRow:
        """Return one."""
        ...

    def index_of(self, row_id: int) -> int | None:
        """Return where a row is, None where it is not held."""
        ...


def between(rows: HeldRows, anchor: int, cursor: int) -> Sequence[CustomerRow] | None:
    """Return the rows from the one with id `anchor` to index `cursor`, both included; None where it is not held."""
    start = rows.index_of(anchor)
    if start is None:
        return None
    first, last = min(start, cursor), max(start, cursor)
    return [rows[index] for index in range(first, last + 1)]
