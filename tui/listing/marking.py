"""Marking rows of the list: one, a range, all that is found; what the marks are for is done from here (tui.bulk)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from core.customers.views import CustomerQuery, CustomerRow
from core.text import _
from tui.keys import bindings
from tui.listing.asking import Offered
from tui.listing.finder import COUNT_AFTER
from tui.listing.marks import MOST, Marks, all_found, between, of_ids, plain, same_search
from tui.listing.page import ListPage
from tui.paint import Line, Span
from tui.widgets.customer_list import CustomerList

_EXACTLY = 1_000_000_000
"""A cap that no register reaches: marked customers are counted to the last."""


class Marking(ListPage):
    """The list's page with its marks: they are customers, not rows, and stay while one searches, sorts and moves."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.mark", "list.mark_down", "list.mark_up", "list.mark_range", "list.mark_all", "list.bulk", "list.language"
    )

    marks = Marks()
    _anchor: int | None = None
    """The row that a range begins at."""
    _ends_at: int | None = None
    """The row that the range drawn with shift ends at; another row under the cursor begins another range."""
    _before = Marks()
    """The marks before that range was drawn."""
    _not_shown = 0
    """How many of the marked customers the list does not find as it is asked now."""

    def is_marked(self, row: CustomerRow) -> bool:
        """Say whether a row of the list is marked."""
        return self.marks.has(row, self.finder.asked)

    def put_marks(self, marks: Marks) -> None:
        """Mark these and no others."""
        if marks.query is not None and marks.count == 0:
            marks = Marks()
        if marks == self.marks:
            return
        self.marks = marks
        self.table.show_marks(lambda row: marks.has(row, self.finder.asked))
        self.refresh_band()
        self.follow(self.table.row)

    def clear_marks(self) -> None:
        """Mark none."""
        self._anchor = self._ends_at = None
        self._not_shown = 0
        self.put_marks(Marks())

    def why_not_marked(self, row: CustomerRow | None) -> str | None:
        """Return why a row cannot be marked or unmarked now, None where it can."""
        if row is None:
            return _("There is no customer at the cursor: search, or n for a new one")
        if not self.marks.knows(row, self.finder.asked):
            text = self.marks.query.text if self.marks.query is not None else ""
            return _("All that “{text}” finds are marked: search for that again to leave one out", text=text)
        return None

    # -- what is said of them --------------------------------------------------------------------------------------

    @property
    def _in_force(self) -> bool:
        """Whether the keys are about the marked customers."""
        return bool(self.marks) and self.where == "list"

    def marked_status(self, line: Line) -> tuple[Line, Span | None]:
        """Return the status line, that of the list behind how many are marked; and the sign in its gutter."""
        if not self.marks:
            return line, None
        from tui.listing import marked

        return marked.status(self.marks, self._not_shown, line)

    def marked_keys(self) -> Sequence[Offered]:
        """Return the keys for the marked customers; none while there are none, or something else has the keys."""
        if not self._in_force:
            return ()
        from tui.listing import marked

        return marked.keys(self.marks)

    async def marked_lines(self, width: int) -> list[Line]:
        """Return what stands beside the list: who is marked and what can be done with them; nothing where nobody is."""
        if not self.marks:
            return []
        from tui.listing import marked
        from tui.listing.marked_rows import find_marked

        known = await find_marked(self.kundkort, self.marks)
        reasons = {key_id: reason for key_id in marked.ACTIONS if (reason := self.reason(key_id)) is not None}
        return marked.pane_lines(self.marks, known, width, self.preview.size.height, reasons)

    def reason(self, key_id: str) -> str | None:
        """Return why a key cannot be used now; with marked customers some keys are about these."""
        if self.where == "list" and key_id in ("list.mark", "list.mark_down", "list.mark_up"):
            return self.why_not_marked(self.table.row)
        if key_id == "list.mark_all" and not self.table.row:
            return _("There is nobody to mark: the list is empty")
        if key_id in ("list.bulk", "list.language") and not self.marks:
            return _("Mark customers first: space marks one, Ctrl+A all that are found")
        if self._in_force and key_id == "app.back":
            return None
        if self._in_force and key_id in ("list.bulk", "list.edit", "list.inactive", "list.language"):
            from tui.listing import marked

            return marked.reason_not(key_id, self.kundkort.me, self.kundkort.settings)
        return super().reason(key_id)

    def action_for(self, key_id: str) -> Callable[[], object]:
        """Return what a key does; with marked customers some are about these."""
        if self._in_force:
            own = {
                "app.back": self.clear_marks,
                "list.edit": self.action_bulk,
                "list.inactive": self.inactivate,
            }.get(key_id)
            if own is not None:
                return own
        return super().action_for(key_id)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark the row at the cursor, or unmark it; then one row down."""
        row = self.table.row
        if row is not None:
            self._anchor, self._ends_at = row.id, None
            self.put_marks(self.marks.toggled(row, self.finder.asked))
            self.table.action_down()

    def action_mark_down(self) -> None:
        """Mark the row at the cursor and the next one; going back unmarks."""
        self._draw(1)

    def action_mark_up(self) -> None:
        """Mark the row at the cursor and the one above; going back unmarks."""
        self._draw(-1)

    def _draw(self, by: int) -> None:
        row = self.table.row
        if row is None:
            return
        if self._ends_at != row.id or self._anchor is None or self.table.view.rows.index_of(self._anchor) is None:
            self._anchor, self._before = row.id, self.marks
        (self.table.action_down if by > 0 else self.table.action_up)()
        ends_at = self.table.row
        self._ends_at = ends_at.id if ends_at is not None else None
        self.put_marks(self._before.marked(self._range(), self.finder.asked))

    def _range(self) -> Sequence[CustomerRow]:
        """Return the rows from the one that the range begins at to the cursor; the latter alone where that is too far."""
        row, view = self.table.row, self.table.view
        found = between(view.rows, self._anchor, view.cursor) if self._anchor is not None else None
        return found if found is not None else [row] if row is not None else []

    def action_mark_range(self) -> None:
        """Mark all rows from the one that was marked last to the cursor."""
        if self._anchor is None or self.table.view.rows.index_of(self._anchor) is None:
            self.say(_("Mark one end of the range with space first, then go to the other and press V"), level="warning")
            return
        self.put_marks(self.marks.marked(self._range(), self.finder.asked))

    @on(CustomerList.MarkClicked)
    def _mark_clicked(self, event: CustomerList.MarkClicked) -> None:
        """Mark the clicked row, or unmark it; with shift all rows from the one that was marked last."""
        reason = self.why_not_marked(self.table.row)
        if reason is not None:
            self.say(reason, level="warning")
        elif event.range:
            self.action_mark_range()
        elif self.table.row is not None:
            self._anchor, self._ends_at = self.table.row.id, None
            self.put_marks(self.marks.toggled(self.table.row, self.finder.asked))

    async def action_mark_all(self) -> None:
        """Mark all that is found, counted to the last; where all are marked, none."""
        from core.customers.api import count_customers

        asked = plain(self.finder.asked)
        if self.marks.query == asked and not self.marks.but:
            self.clear_marks()
            return
        self.put_marks(all_found(asked))
        found = await self.ask(count_customers, asked, _EXACTLY)
        self.put_marks(self.marks.counted(asked, found.found))

    def ask_for(self, query: CustomerQuery) -> None:
        """Ask something else; what the last search marked is named first, so that it is known among what comes now."""
        marking = self.marks.query
        if marking is not None and not same_search(marking, query) and (self.marks.count or 0) <= MOST:
            self.start(self._name_marked(), group="marks", exclusive=True)
        super().ask_for(query)
        self._count_hidden()

    def _count_hidden(self) -> None:
        """Find out how many of the marked the list does not find, a moment after the last key."""
        if self.marks and self.marks.query is None:
            self.start(self._counted_hidden(), group="hidden", exclusive=True, beside=True)

    async def _counted_hidden(self) -> None:
        from core.bulk.api import count_among

        await asyncio.sleep(COUNT_AFTER)
        marks = self.marks
        shown = await self.ask(count_among, self.finder.asked, tuple(sorted(marks.ids)))
        if marks == self.marks:
            self._not_shown = len(marks.ids) - shown
            self.refresh_band()

    async def _name_marked(self) -> None:
        from core.bulk.api import selected

        marks = self.marks
        selection = marks.selection()
        if selection is not None:
            ids = await self.ask(selected, selection)
            if self.marks == marks:
                self.put_marks(of_ids(ids))
                self._count_hidden()

    # -- what is done with the marked ------------------------------------------------------------------------------

    def action_bulk(self) -> None:
        """Change the marked customers."""
        self.open_bulk()

    def action_language(self) -> None:
        """Choose the language that the marked customers are written to in."""
        self.open_bulk("language")

    def inactivate(self) -> None:
        """Inactivate the marked customers, after showing what that changes."""
        self.open_bulk("active", False)

    def open_bulk(self, field: str = "", value: object = None) -> None:
        """Open the page that changes the marked, at a field, or at the preview of a value."""
        self.kundkort.open_page("tui.screens.bulk", "BulkScreen", self.marks, field, value, done=self._changed_many)

    def _changed_many(self, left: Marks | None) -> None:
        if left is not None:
            self.put_marks(left)
        self._count_hidden()
        self.start(self.changed())
