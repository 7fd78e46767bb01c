"""The customers one opened last in this register on this computer: newest first, narrowed as one types."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.customers.api import get_rows
from core.customers.views import CustomerRow
from core.text import N_, _, ngettext, number
from core.values.finding import Typed, read_typed
from tui.keys import bindings
from tui.lines import Row
from tui.paint import Line, Span
from tui.recent import recent_of
from tui.recent_lines import has_typed, recent_rows
from tui.screens.base import Page
from tui.signs import sign
from tui.widgets.lines_view import LinesView
from tui.widgets.narrow_field import NarrowField


class RecentScreen(Page[None]):
    """Lists whom one opened; who is deleted, or not for one to see any more, is not among them."""

    CSS_PATH = ["recent.tcss", "../widgets/search_field.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "recent.open", "recent.search", "recent.copy", "go.back", "go.forward"
    )

    lines = query_one("#recent", LinesView)
    search = query_one(NarrowField)

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[CustomerRow] | None = None
        self.times: dict[int, str] = {}
        self.shown: list[Row] = []

    def content(self) -> ComposeResult:
        """Make the field and the list."""
        yield NarrowField(N_("Search among those opened last"), id="search")
        yield LinesView(id="recent")

    def on_mount(self) -> None:
        """Read whom one opened."""
        self.lines.focus()
        self.start(self.changed(), group="recent", exclusive=True)

    def on_screen_resume(self) -> None:
        """Show whom one opened meanwhile, too; the cursor stays at its customer."""
        super().on_screen_resume()
        if self.found is not None:
            self.start(self.changed(), group="recent", exclusive=True)

    async def changed(self) -> None:
        """Read the lines anew, as they may be seen now."""
        visits = recent_of(self.kundkort).visits
        self.times = {visit.customer: visit.at for visit in visits}
        self.found = await self.ask(get_rows, tuple(self.times)) if visits else ()
        self._show()
        self.refresh_band()

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Customers"), _("Recent"))

    def status(self) -> tuple[Line, Span | None]:
        """Say how many there are, and how many are left of them."""
        if self.found is None:
            return (), None
        if not self.found:
            return [Span(_("No customer has been opened here yet: Esc leads to the list"))], None
        if self.typed.parts:
            left = len(self.lines.refs)
            return [Span(_("{n} of {total}", n=number(left), total=number(len(self.found))))], None
        count = ngettext("{n} customer", "{n} customers", len(self.found))
        return [Span(count), Span(f" {sign('dot')} {_('the last opened first')}", "muted")], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        if self.search.input.has_focus:
            return [
                ("narrow.run", _("open")),
                "narrow.down",
                ("app.back", _("clear") if self.search.text else _("the list")),
            ]
        back = ("app.back", _("clear")) if self.search.text else "app.back"
        return ["recent.open", "recent.search", "recent.copy", back]

    def why_not(self, key_id: str) -> str | None:
        """Say why nothing can be opened or copied."""
        if key_id in ("recent.open", "recent.copy", "narrow.run") and self._at_cursor() is None:
            return _("There is no customer at the cursor")
        return None

    def subject(self) -> tuple[str, str] | None:
        """Return the customer at the cursor."""
        row = self._at_cursor()
        return (row.name, row.number) if row is not None else None

    def retranslate(self) -> None:
        """Write the list in the language that is spoken now."""
        self.search.retranslate()
        super().retranslate()
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for another width."""
        self._show()

    # -- the list --------------------------------------------------------------------------------------------------

    @property
    def typed(self) -> Typed:
        """What is sought."""
        return read_typed(self.search.text)

    def _show(self, *, first: bool = False) -> None:
        if self.found is None:
            return
        typed = self.typed
        zone = self.kundkort.settings.time_zone if self.kundkort.settings is not None else ""
        left = [row for row in self.found if has_typed(row, typed)]
        self.lines.show(recent_rows(left, self.times, typed, self.size.width, self.kundkort.today, zone))
        if first:
            self.lines.scroll_home()

    def _at_cursor(self) -> CustomerRow | None:
        return next((row for row in self.found or () if row.id == self.lines.ref), None)

    @on(NarrowField.Typed)
    def _typed(self, event: NarrowField.Typed) -> None:
        self._show(first=True)
        self.refresh_band()

    @on(LinesView.Moved)
    def _moved(self, event: LinesView.Moved) -> None:
        self.refresh_band()

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(LinesView.Opened)
    def action_open(self) -> None:
        """Open the card of the customer at the cursor."""
        if isinstance(self.lines.ref, int):
            self.kundkort.open_page("tui.screens.card", "CardScreen", self.lines.ref, RecentNeighbours(self.lines))

    def action_run(self) -> None:
        """Open the card, from the field."""
        self.action_open()

    async def action_copy(self) -> None:
        """Copy something of the customer at the cursor."""
        row = self._at_cursor()
        if row is not None:
            from tui.card.copying import copy_from_row

            await copy_from_row(self, row)

    def action_search(self) -> None:
        """Go to the field."""
        self.search.input.focus()

    def action_down(self) -> None:
        """Go down from the field."""
        self.lines.action_down()

    def action_up(self) -> None:
        """Go up from the field."""
        self.lines.action_up()

    def action_back(self) -> Coroutine[Any, Any, None] | None:
        """One step: clear the search, leave the field, close the page."""
        if self.search.text or self.search.input.has_focus:
            self.search.put("")
            self.lines.focus()
            return None
        return super().action_back()


class RecentNeighbours:
    """Goes through the customers opened last, as they stood when a card was opened from them; the cursor follows."""

    def __init__(self, lines: LinesView) -> None:
        self._lines = lines
        self._ids = [ref for ref in lines.refs if isinstance(ref, int)]

    async def next(self, customer_id: int) -> int | None:
        """Return the one after, None at the end."""
        return self._step(customer_id, 1)

    async def previous(self, customer_id: int) -> int | None:
        """Return the one before, None at the beginning."""
        return self._step(customer_id, -1)

    def beside(self, customer_id: int, by: int) -> int | None:
        """Return the one so many places after, None where there is none."""
        index = self._ids.index(customer_id) + by if customer_id in self._ids else -1
        return self._ids[index] if 0 <= index < len(self._ids) else None

    def _step(self, customer_id: int, by: int) -> int | None:
        found = self.beside(customer_id, by)
        if found is not None:
            self._lines.go_to(found)
        return found
