"""Where one is in a list: the cursor, the first row in sight, and which rows are needed next; no widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Literal, NamedTuple

from tui.listing.rows import R, Rows, Window

AHEAD, PAGES_AHEAD = 40, 2
"""So many rows, and pages, beyond what is shown are asked for before they are needed: a line may be slow."""

Place = Literal["first", "after", "before", "last", "at"]
JUMPS: tuple[Place, ...] = ("first", "last", "at")
"""Places whose rows take the place of those that are held."""


def ahead(page: int) -> int:
    """Return how many rows beyond the `page` in sight are held ready."""
    return max(AHEAD, PAGES_AHEAD * page)


class Wanted(NamedTuple):
    """Rows that are needed: the first, the last, those after or before a position, or from row number `at` on.

    Rows are numbered from 0.
    """

    place: Place
    position: str = ""
    at: int = 0


class Goal(NamedTuple):
    """Where a jump leads: the row for the cursor, numbered from 0, and the line it is to be on."""

    number: int
    line: int


class Viewport(Generic[R]):
    """Rows, a cursor on one of them (`cursor`, an index into `rows`), and `page` of them in sight from `top` on."""

    def __init__(self) -> None:
        self.rows: Rows[R] = Rows()
        self.cursor = 0
        self.top = 0
        self.page = 1
        self._owed = 0
        self._stay: int | None = None
        self._goal: Goal | None = None
        self._jump: Wanted | None = None
        self._is_stale = False
        self._asked: set[Place] = set()

    @property
    def row(self) -> R | None:
        """The row at the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def line(self) -> int:
        """Which line of those in sight the cursor is on."""
        return self.cursor - self.top

    @property
    def position(self) -> int | None:
        """Which row of all the cursor is on, from 1; None where that is unknown (after a jump to the end)."""
        return None if self.rows.offset is None or self.row is None else self.rows.offset + self.cursor + 1

    def in_sight(self) -> list[R | None]:
        """Return what each line shows."""
        shown = [self.rows[index] for index in range(self.top, min(self.top + self.page, len(self.rows)))]
        return [*shown, *[None] * (self.page - len(shown))]

    def begin(self, *, stay: bool = False) -> None:
        """Ask another question: the first rows are asked for; what is there stays until they come.

        With `stay` the cursor stays on its row, if that is among them.
        """
        self._asked = set()
        self._jump, self._goal = Wanted("first"), None
        self._is_stale = True
        self._owed = 0
        self._stay = self.row.id if stay and self.row is not None else None

    def feed(self, wanted: Wanted, window: Window[R], *, thin: bool = False) -> None:
        """Take rows that were asked for; those that do not go on from what is held now are let go.

        `thin`: fewer came than were asked for, though there may be more: as many were looked at as one call may.
        """
        if wanted.place in JUMPS:
            if wanted == self._jump:
                self._jump = None
                self._land(wanted, window, thin)
            return
        self._asked.discard(wanted.place)
        if wanted.place == "after" and wanted.position == self.rows.last:
            self._shift(-self.rows.append(window, thin=thin))
            self._pay()
        elif wanted.place == "before" and wanted.position == self.rows.first:
            self._shift(self.rows.prepend(window, thin=thin))
            self._pay()

    def _land(self, wanted: Wanted, window: Window[R], thin: bool) -> None:
        """Show the rows that a jump, or another question, leads to."""
        self.rows.replace((window,), offset=None, thin=thin)
        self._asked.clear()
        self._is_stale = False
        kept = self.rows.index_of(self._stay) if self._stay is not None and wanted.place == "first" else None
        goal, self._goal, self._stay = self._goal, None, None
        if wanted.place == "at" and goal is not None:
            before = wanted.at if self.rows.offset is None else self.rows.offset
            self.cursor = self.clamped(goal.number - before)
            self.scroll_to(self.cursor - goal.line)
            return
        self.cursor = max(len(self.rows) - 1, 0) if wanted.place == "last" else kept or 0
        self.scroll_to(self.cursor - self.page // 2 if kept else self.cursor)

    def reading_again(self) -> Wanted | None:
        """Return from where what is held is read again, `len(rows)` rows; None while more come in above."""
        if self.rows.at_start:
            return Wanted("first")
        if self.rows.at_end and self.rows.offset is None:
            return Wanted("last")
        return Wanted("after", self.rows.first) if self.top > 0 else None

    def replace(self, wanted: Wanted, windows: Sequence[Window[R]]) -> None:
        """Take rows that were read again from `wanted` on: the cursor stays on its row and its line, or where that was."""
        before, line = self.row, self.line
        # Those after the first row that is held begin one row further down.
        gone = 1 if wanted.place == "after" and len(self.rows) else 0
        offset = None if self.rows.offset is None else self.rows.offset + gone
        thin = bool(windows) and not windows[-1].rows
        self.rows.replace(windows, offset, thin=thin)
        found = self.rows.index_of(before.id) if before is not None else None
        self.cursor = self.clamped(self.cursor - gone if found is None else found)
        self.scroll_to(self.cursor - line)

    def resize(self, page: int) -> None:
        """Show so many rows (at least one) from now on; the cursor stays in sight."""
        self.page = max(page, 1)
        self.scroll_to(self.top)

    def move_to(self, index: int, scroll: int = 0) -> None:
        """Put the cursor on a row, and move the view by `scroll` rows; past what is held the rest is owed until fed."""
        if not len(self.rows):
            return
        last = len(self.rows) - 1
        self._owed = 0
        if index > last and not self.rows.at_end:
            self._owed = index - last
        elif index < 0 and not self.rows.at_start:
            self._owed = index
        self.cursor = self.clamped(index)
        self.scroll_to(self.top + scroll)

    def scroll_to(self, top: int) -> None:
        """Show rows from `top` on, as far as there are any and the cursor stays in sight."""
        top = max(min(top, len(self.rows) - self.page), 0)
        self.top = max(min(top, self.cursor), self.cursor - self.page + 1)

    def keep_clear(self, lines: int) -> None:
        """Bring the cursor out of the last `lines` lines, which something covers; 0: nothing does any more."""
        over = self.line - (self.page - lines - 1)
        if lines and over > 0:
            self.top += over
        elif not lines:
            self.scroll_to(self.top)

    def wheel(self, rows: int) -> None:
        """Move the view; the cursor stays on its row while that is in sight."""
        self.top = max(min(self.top + rows, len(self.rows) - self.page), 0)
        self.cursor = max(min(self.cursor, self.top + self.page - 1), self.top)

    def clamped(self, index: int) -> int:
        """Return `index` or the nearest that there is."""
        return max(min(index, len(self.rows) - 1), 0)

    def jump(self, place: Literal["first", "last"]) -> Wanted | None:
        """Go to either end, or return what is needed for it, unless that is on its way."""
        here = not self._is_stale and (self.rows.at_start if place == "first" else self.rows.at_end)
        if here:
            self._jump = None
            self.move_to(0 if place == "first" else len(self.rows) - 1)
        elif self._jump != Wanted(place):
            self._jump = Wanted(place)
            return self._jump
        return None

    def jump_to(self, number: int, line: int) -> Wanted | None:
        """Go to row `number` of all, from 0, so that it stands on that line; or return what is needed for it.

        Beyond the last row it is the last. A later jump overtakes an earlier one.
        """
        self._jump = None
        number = max(number, 0)
        before = None if self._is_stale else self.rows.offset
        last = None if before is None else before + len(self.rows) - 1
        if before is not None and last is not None and number >= before and (number <= last or self.rows.at_end):
            self.move_to(min(number, last) - before)
            self.scroll_to(self.cursor - line)
        else:
            # Some rows above it too: they are in sight, or will be by the next key.
            self._goal = Goal(number, line)
            self._jump = Wanted("at", at=max(number - self.page, 0))
        return self._jump

    def needed(self, *, eager: bool = False) -> list[Wanted]:
        """Return the rows that must be asked for now, each once.

        Where they are thin, only those that are in sight, unless `eager`.
        """
        rows, wanted = self.rows, list[Wanted]()
        if self._jump is not None:
            return []
        if self._is_stale:
            # The first rows did not come: what is held answers an earlier question.
            self._jump = Wanted("first")
            return [self._jump]
        below = 0 if rows.thin_end and not eager else ahead(self.page)
        if not rows.at_end and rows.last and (self.top + self.page + below > len(rows) or self._owed > 0):
            wanted.append(Wanted("after", rows.last))
        above = 0 if rows.thin_start and not eager else ahead(self.page)
        if not rows.at_start and rows.first and (self.top < above or self._owed < 0 or self._is_short):
            wanted.append(Wanted("before", rows.first))
        return [asked for asked in map(self._ask, wanted) if asked is not None]

    @property
    def _is_short(self) -> bool:
        """Whether there are fewer rows than lines, and none to come below."""
        return len(self.rows) < self.page and self.rows.at_end

    @property
    def searching_on(self) -> bool:
        """Whether rows are on their way that an earlier look did not find yet."""
        rows = self.rows
        return (rows.thin_end and "after" in self._asked) or (rows.thin_start and "before" in self._asked)

    def know_count(self, count: int) -> None:
        """Learn how many rows there are in all: the places of those at the end follow from it."""
        if self.rows.offset is None and self.rows.at_end:
            self.rows.offset = max(count - len(self.rows), 0)

    def failed(self, wanted: Wanted) -> None:
        """Forget that rows were asked for: no answer will come."""
        if wanted == self._jump:
            self._jump = None
        self._asked.discard(wanted.place)

    def _ask(self, wanted: Wanted) -> Wanted | None:
        """Note what is asked for; twice nothing is."""
        if wanted.place in self._asked:
            return None
        self._asked.add(wanted.place)
        return wanted

    def _pay(self) -> None:
        """Go on with a move that ended where the rows did."""
        if self._owed:
            self.move_to(self.cursor + self._owed)

    def _shift(self, rows: int) -> None:
        """Let cursor and view stay on their rows when rows came or went before them."""
        self.cursor = self.clamped(self.cursor + rows)
        self.scroll_to(self.top + rows)
