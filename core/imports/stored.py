"""The stored customers that rows of a file mean, found for many rows with a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from core.customers.fields import Home, normal
from core.customers.many import find_whole
from core.customers.rules import fold_number
from core.customers.tables import AliasRow, CustomerRow
from core.database.tables import ChangeSet
from core.exchange.deciding import NOTHING, Found
from core.exchange.rows import Row
from core.imports.views import MatchedBy
from core.work import UnitOfWork

PIECE = 400
"""Values in one `IN (…)`."""


def find_stored(work: UnitOfWork, rows: Sequence[Row]) -> list[Found]:
    """Return for every row the stored customer it means: by number (an old one too), without a number by org. no."""
    return _Finder(work, rows).found()


class _Finder:
    def __init__(self, work: UnitOfWork, rows: Sequence[Row]) -> None:
        self._work = work
        self._rows = rows
        home = Home("company", "SE", False, work.made_on)
        self._taken_back: set[int] = set()
        self._numbers = [fold_number(row.text("number")) for row in rows]
        self._orgs = [
            normal("customer", "org_no", row.text("org_no") or row.text("personal_no"), home) if not number else ""
            for row, number in zip(rows, self._numbers, strict=True)
        ]

    def found(self) -> list[Found]:
        taken = self._by_number()
        by_org = self._by_org()
        ids = {id for id, seen in taken.values() if seen} | {id for found in by_org.values() for id in found}
        values = self._values(ids)
        return [
            self._one(number, org, taken, by_org, values) for number, org in zip(self._numbers, self._orgs, strict=True)
        ]

    def _one(
        self,
        number: str,
        org: str,
        taken: dict[str, tuple[int, bool]],
        by_org: dict[str, list[int]],
        values: dict[int, Any],
    ) -> Found:
        by: MatchedBy = "number"
        if number:
            if number not in taken:
                return NOTHING
            id, seen = taken[number]
            if not seen:
                return Found(revives=id) if id in self._taken_back else Found(taken="taken")
        else:
            ids = by_org.get(org, []) if org else []
            if len(ids) != 1:
                return Found(taken="row.ambiguous") if ids else NOTHING
            id, by = ids[0], "org_no"
        return Found(id, values[id], by)

    def _by_number(self) -> dict[str, tuple[int, bool]]:
        """Return who has a number or had it, and whether it can be seen: not deleted, and for this actor."""
        found: dict[str, int] = {}
        removed: dict[int, int] = {}
        for piece in _pieces({number for number in self._numbers if number}):
            for alias in self._work.select(
                select(AliasRow).where(AliasRow.number_folded.in_(piece), AliasRow.removed_seq.is_(None)), whole=True
            ):
                found[alias.number_folded] = alias.customer_id
            for row in self._work.select(select(CustomerRow).where(CustomerRow.number_folded.in_(piece)), whole=True):
                found[row.number_folded] = row.id
                if row.removed_seq is not None:
                    removed[row.id] = row.removed_seq
        undone = self._undone(set(removed.values()))
        self._taken_back = {id for id, seq in removed.items() if seq in undone}
        seen: set[int] = set()
        for ids in _pieces(set(found.values())):
            seen |= {row.id for row in self._work.select(select(CustomerRow).where(CustomerRow.id.in_(ids)))}
        return {number: (id, id in seen) for number, id in found.items()}

    def _undone(self, seqs: set[int]) -> set[int]:
        """Return which of these change sets took another back."""
        undone: set[int] = set()
        for piece in _pieces(seqs):
            sets = self._work.select(select(ChangeSet).where(ChangeSet.seq.in_(piece), ChangeSet.undoes.is_not(None)))
            undone |= {one.seq for one in sets}
        return undone

    def _by_org(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for piece in _pieces({org for org in self._orgs if org}):
            for row in self._work.select(
                select(CustomerRow).where(CustomerRow.org_no.in_(piece)).order_by(CustomerRow.id)
            ):
                found.setdefault(row.org_no, []).append(row.id)
        return found

    def _values(self, ids: set[int]) -> dict[int, Any]:
        return {id: whole.values for id, whole in find_whole(self._work, ids).items()}


Key = TypeVar("Key", str, int)


def _pieces(keys: Iterable[Key]) -> list[list[Key]]:
    ordered = sorted(keys)
    return [ordered[start : start + PIECE] for start in range(0, len(ordered), PIECE)]
