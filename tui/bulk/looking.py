"""The preview of a bulk change: gone through once for its numbers, then read window by window, what is refused first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from core.bulk.api import preview_bulk
from core.bulk.views import BULK_OUTCOMES, BulkChange, BulkOutcome, BulkRow
from core.customers.views import Selection
from tui.listing.viewport import Wanted

if TYPE_CHECKING:
    from tui.app import KundkortApp

WINDOW = 200
"""Customers looked at in one call."""


class BulkLines(NamedTuple):
    """Some rows of the list (tui.listing.rows.Window); a position is the number of a part."""

    rows: tuple[BulkRow, ...]
    first: str = ""
    last: str = ""
    at_start: bool = True
    at_end: bool = True
    offset: int | None = None


class _Part(NamedTuple):
    """The rows of one outcome among those of one call: after which position, how many."""

    outcome: BulkOutcome
    after: str
    rows: int


class Looking:
    """What a change would make of every customer of a selection: `counts` as far as `looked_at`, `done` at the end.

    `seq` is how far the register had come when it began; `told` is called when more is known.
    """

    def __init__(self, app: KundkortApp, selection: Selection, change: BulkChange, told: Callable[[], None]) -> None:
        self.selection = selection
        self.change = change
        self.counts: dict[BulkOutcome, int] = dict.fromkeys(BULK_OUTCOMES, 0)
        self.seq: int | None = None
        self.done = False
        self._app = app
        self._told = told
        self._found: list[_Part] = []
        self._parts: list[_Part] = []
        self._starts: list[int] = []

    @property
    def looked_at(self) -> int:
        """How many customers were looked at."""
        return sum(self.counts.values())

    async def go_through(self) -> None:
        """Look at every customer once."""
        after = ""
        while not self.done:
            window = await self._app.ask(preview_bulk, self.selection, self.change, after, WINDOW, ("refused",))
            if self.seq is None:
                self.seq = window.seq
            found = {"changed": window.changed, "unchanged": window.unchanged, "refused": window.refused}
            for outcome in BULK_OUTCOMES:
                self.counts[outcome] += found[outcome]
                if found[outcome]:
                    self._found.append(_Part(outcome, after, found[outcome]))
            after, self.done = window.last, window.at_end
            self._told()
        # What stands in the way comes first, then what is changed, then what is as it shall be.
        self._parts = sorted(self._found, key=lambda part: BULK_OUTCOMES.index(part.outcome))
        self._starts = [0, *accumulate(part.rows for part in self._parts)][:-1]

    async def window(self, wanted: Wanted) -> BulkLines:
        """Return the rows that are wanted, those of one call."""
        if not self._parts:
            return BulkLines(())
        place, last = self._place(wanted), len(self._parts) - 1
        part = self._parts[place]
        found = await self._app.ask(preview_bulk, self.selection, self.change, part.after, WINDOW, (part.outcome,))
        return BulkLines(found.rows, str(place), str(place), place == 0, place == last, self._starts[place])

    def _place(self, wanted: Wanted) -> int:
        """Return the number of the part that is wanted."""
        if wanted.place in ("after", "before"):
            return int(wanted.position) + (1 if wanted.place == "after" else -1)
        if wanted.place == "at":
            return max(bisect_right(self._starts, wanted.at) - 1, 0)
        return 0 if wanted.place == "first" else len(self._parts) - 1
