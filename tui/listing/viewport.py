"""Where one is in a list: the cursor, the first row in sight, and which rows are needed next; no widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Literal, NamedTuple

from tui.listing.rows import R, Rows, Window

AHEAD, PAGES_AHEAD = 40, 2
"""So many rows, and pages, beyond what is shown are asked for before they are needed: a line may be slow."""

Place = Literal["first", "after", "before", "last"]


def ahead(page: int) -> int:
    """Return how many rows beyond the `page` in sight are held ready."""
    return max(AHEAD, PAGES_AHEAD * page)


class Wanted(NamedTuple):
    """Rows that are needed: the first, the last, or those after or before a position."""

    place: Place
    position: str = ""


class Viewport(Generic[R]):
    """Rows, a cursor on one of them (`cursor`, an index into `rows`), and `page` of them in sight from `top` on."""

    def __init__(self) -> None:
        self.rows: Rows[R] = Rows()
        self.cursor = 0
        self.top = 0
        self.page = 1
        self._owed = 0
        self._stay: int | None = None
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
        self._asked = {"first"}
        self._owed = 0
        self._stay = self.row.id if stay and self.row is not None else None

    def feed(self, wanted: Wanted, window: Window[R]) -> None:
        """Take rows that were asked for; those that do not go on from what is held now are let go."""
        self._asked.discard(wanted.place)
        if wanted.place == "after":
            if wanted.position == self.rows.last:
                self._shift(-self.rows.append(window))
                self._pay()
        elif wanted.place == "before":
            if wanted.position == self.rows.first:
                self._shift(self.rows.prepend(window))
                self._pay()
        else:
            self.rows.replace((window,), offset=None)
            kept = self.rows.index_of(self._stay) if self._stay is not None and wanted.place == "first" else None
            self.cursor = max(len(self.rows) - 1, 0) if wanted.place == "last" else kept or 0
            self.scroll_to(self.cursor - self.page // 2 if kept else self.cursor)
            self._stay = None

    def reading_again(self) -> Wanted | None:
        """Return from where what is held is read again, `len(rows)` rows; None while more come in above."""
        if self.rows.at_start:
            return Wanted("first")
        if self.rows.at_end and self.rows.offset is None:
            return Wanted("last")
        return Wanted("after", self.rows.first) if self.top > 0 else None

    def replace(self, windows: Sequence[Window[R]]) -> None:
        """Take rows that were read again: the cursor stays on its row and its line, or where that row was."""
        before, line = self.row, self.line
        self.rows.replace(windows, self.rows.offset)
        found = self.rows.index_of(before.id) if before is not None else None
        self.cursor = self.clamped(self.cursor if found is None else found)
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
        """Go to either end, or return what is needed for it."""
        if place == "first" and self.rows.at_start:
            self.move_to(0)
        elif place == "last" and self.rows.at_end:
            self.move_to(len(self.rows) - 1)
        else:
            return self._ask(Wanted(place))
        return None

    def needed(self) -> list[Wanted]:
        """Return the rows that must be asked for now, each once."""
        wanted: list[Wanted] = []
        if len(self.rows) and not self.rows.at_end and self.top + self.page + ahead(self.page) > len(self.rows):
            wanted.append(Wanted("after", self.rows.last))
        if len(self.rows) and not self.rows.at_start and self.top < ahead(self.page):
            wanted.append(Wanted("before", self.rows.first))
        return [asked for asked in map(self._ask, wanted) if asked is not None]

    def know_count(self, count: int) -> None:
        """Learn how many rows there are in all: the places of those at the end follow from it."""
        if self.rows.offset is None and self.rows.at_end:
            self.rows.offset = max(count - len(self.rows), 0)

    def failed(self, place: Place) -> None:
        """Forget that rows were asked for: no answer will come."""
        self._asked.discard(place)

    def _ask(self, wanted: Wanted) -> Wanted | None:
        """Note what is asked for; beside a jump to either end, and twice, nothing is."""
        if wanted.place in self._asked or self._asked & {"first", "last"}:
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
