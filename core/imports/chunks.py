"""Some rows of a file decided on together, against what is stored and what earlier rows said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import msgspec

from core.customers import rules
from core.customers.numbers import highest_numbers
from core.exchange.deciding import Context, Decision, Found, Known, decide
from core.exchange.rows import Columns, Row
from core.imports.counting import Counts
from core.imports.repeats import Customers, Overview
from core.imports.source import Item
from core.imports.stored import find_stored
from core.imports.views import ImportRow, RowFault
from core.imports.writing import Written
from core.rights import Right
from core.work import UnitOfWork

DETAILED_ROWS = 20_000
"""Up to so many rows a new customer's every field is told, in longer files only how many there are."""


class Decider:
    """Decides chunk after chunk of one file. With `dry` nothing is given an id or left to be read anew."""

    def __init__(self, columns: Columns, overview: Overview, *, dry: bool) -> None:
        self.counts = Counts()
        self._columns = columns
        self._details = overview.rows <= DETAILED_ROWS
        self._dry = dry
        self._customers = Customers(overview)
        self._highest = overview.highest
        self._temporary = count(-1, -1)
        self._numbers: list[str] | None = None
        self._pending: dict[int, Written] = {}
        self._touched: list[Known] = []

    def decide(
        self, work: UnitOfWork, items: Sequence[Item], compared: Callable[[ImportRow], ImportRow] = lambda row: row
    ) -> tuple[list[ImportRow], list[Written]]:
        """Return what becomes of every row, counted, and the customers to write. `compared` holds it against a dry run."""
        self._numbers, self._pending, self._touched = None, {}, []
        context = Context(
            columns=self._columns,
            settings=work.settings,
            today=work.made_on,
            new_id=(lambda: next(self._temporary)) if self._dry else work.new_id,
            hidden=frozenset() if work.may(Right.COMMENT_SEE) else frozenset({"comment"}),
            details=self._details,
        )
        found = iter(find_stored(work, [item.row for item in items if not item.skipped]))
        results: list[ImportRow] = []
        for item in items:
            known: Known | None = None
            if item.skipped:
                result = _skipped(self._columns, item)
            else:
                result, known = self._one(work, context, item.row, next(found))
            result = compared(result)
            self.counts.add(result, known)
            results.append(result)
        if not self._dry:
            for known in self._touched:
                # The next chunk reads it as it is stored by then.
                known.values = None
        return results, list(self._pending.values())

    def replay(self, row: Row, result: ImportRow) -> None:
        """Take note of a row that an earlier run of this job has done."""
        found = Found(result.customer)
        known = self._customers.find(row, found)
        known = self._customers.keep(row, Decision(result), found, known)
        self.counts.add(result, known)

    def _one(self, work: UnitOfWork, context: Context, row: Row, found: Found) -> tuple[ImportRow, Known | None]:
        if found.id is None and self._customers.is_ambiguous(row):
            found = Found(taken="row.ambiguous")
        known = self._customers.find(row, found)
        decision = self._numbered(work, decide(context, row, found, known))
        decision = self._to_write(work, decision, found, known)
        known = self._customers.keep(row, decision, found, known)
        if known is not None:
            self._touched.append(known)
            if known.customer is not None:
                self._customers.stored(known, known.customer)
        return decision.row, known

    def _numbered(self, work: UnitOfWork, decision: Decision) -> Decision:
        """Give a new customer without a number the next one: after all that are stored and all that the file has."""
        if decision.after is None or decision.after.number:
            return decision
        if self._numbers is None:
            self._numbers = [*highest_numbers(work), self._highest]
        number = rules.next_number(self._numbers, work.settings)
        if not number:
            fault = self._columns.fault("number", "number.none_left")
            return Decision(msgspec.structs.replace(decision.row, outcome="refused", faults=(fault,), changes=()))
        self._highest = number
        self._numbers.append(number)
        after = msgspec.structs.replace(decision.after, number=number)
        return Decision(msgspec.structs.replace(decision.row, number=number), decision.before, after)

    def _to_write(self, work: UnitOfWork, decision: Decision, found: Found, known: Known | None) -> Decision:
        """Note the customer as one to write, a new one under an id of its own."""
        after, outcome = decision.after, decision.row.outcome
        if self._dry or after is None or outcome not in ("new", "changed", "added"):
            return decision
        if outcome == "new":
            id = found.revives or work.new_id()
            self._pending[id] = Written(id, None, after, found.revives is not None)
            return Decision(msgspec.structs.replace(decision.row, customer=id), None, after)
        stored = known.customer if known is not None and known.customer is not None else found.id
        assert stored is not None
        waiting = self._pending.get(stored)
        self._pending[stored] = waiting._replace(after=after) if waiting else Written(stored, decision.before, after)
        return decision


def _skipped(columns: Columns, item: Item) -> ImportRow:
    row = item.row
    fault = RowFault(level="warning", field="", code=item.skipped)
    return ImportRow(
        row=row.number,
        outcome="skipped",
        number=row.text("number"),
        name=row.text("name"),
        faults=(fault,),
        group=row.number,
    )
