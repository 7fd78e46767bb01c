"""The list of customers: finding as one types, filters, order, the card beside it; what all else begins from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any, ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one

from core.customers.views import CustomerQuery, CustomerRow
from core.records.views import Changes
from core.text import N_, _
from tui.keys import KEYS, bindings, shown_key
from tui.listing import query as list_query
from tui.listing.actions import choose_copy, choose_order, choose_place
from tui.listing.asking import Offered, Situation, offered, reason_not
from tui.listing.finder import Finder
from tui.listing.neighbours import ListNeighbours
from tui.live import Live
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.signs import sign
from tui.widgets.chips import Chips
from tui.widgets.customer_list import CustomerList
from tui.widgets.filter_pane import FilterPane
from tui.widgets.preview import Preview
from tui.widgets.search_field import SearchField

PREVIEW_AFTER = 0.08
"""Seconds the cursor rests on a customer before the card beside the list follows."""
PREVIEW_WIDTH = 42
FOLLOW_EVERY = 1.0
"""Seconds between two times that the rows are read anew because others changed something."""
WIDE = 120


class ListScreen(Page[None]):
    """Finds customers; the cursor, the filters and the order stay when a card is opened and closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("list.open", "list.edit", "list.new", "list.copy", "list.search", "list.filters", "list.sort"),
        *bindings("list.clear_filters", "list.inactive", "list.quit", "go.menu"),
    ]

    table = query_one("#list", CustomerList)
    search = query_one("#search", SearchField)
    chips = query_one(Chips)
    preview = query_one(Preview)
    filter_pane = query_one(FilterPane)
    finder: Finder
    live: Live

    def content(self) -> ComposeResult:
        """Make search field, chips, list, and the panes beside it."""
        with Horizontal(id="search-row"):
            yield SearchField(N_("Search name, number, phone, town"), id="search")
            yield Chips()
        yield CustomerList(self.kundkort.state.number_width, id="list")
        yield Preview(classes="pane")
        yield FilterPane()

    def on_mount(self) -> None:
        """Show everything but the rows at once, and ask for these."""
        self.live = Live(self, self._register_changed, every=FOLLOW_EVERY)
        self.finder = Finder(self, self.table, self._learnt, self.live.remember)
        self.table.focus()
        self._show_query()
        self.finder.ask(self.finder.asked)
        self.live.begin()

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """This is the first page."""
        return (_("Customers"),)

    def status(self) -> tuple[Line, Span | None]:
        """Say how many there are, what is hidden, and where one is."""
        asked, counts, position = self.finder.asked, self.finder.counts, self.table.view.position
        line = list_query.status_line(asked, counts, position, searching=self._where() == "search")
        note = self.kundkort.importing.note() if self.kundkort.importing is not None else ""
        return [*line, *([Span(f" {sign('dot')} {note}", "muted")] if note else [])], None

    def keys(self) -> Sequence[Offered]:
        """Return the keys for what has focus."""
        return offered(self._situation())

    def why_not(self, key_id: str) -> str | None:
        """Return why a key cannot be used."""
        return reason_not(key_id, self._situation())

    def subject(self) -> tuple[str, str] | None:
        """Return the customer at the cursor."""
        row = self.table.row
        return (row.name, row.number) if row is not None else None

    def shows(self, kind: str, row_id: int) -> bool:
        """Say whether a customer is among the rows in sight."""
        return kind == "customer" and any(row is not None and row.id == row_id for row in self.table.view.in_sight())

    async def changed(self) -> None:
        """Read the rows again."""
        await self.finder.read_again()
        self._follow(self.table.row)

    def make_room(self, lines: int) -> None:
        """Bring the cursor above a question."""
        for table in self.query(CustomerList):
            table.keep_clear(lines)

    def retranslate(self) -> None:
        """Show heads, chips, placeholder and preview in the other language."""
        self.search.retranslate()
        self.table.relayout()
        self._show_query()
        self._follow(self.table.row)
        super().retranslate()

    def _where(self) -> str:
        return "search" if self.search.input.has_focus else "filters" if self.has_class("-filtering") else "list"

    def _situation(self) -> Situation:
        found = self.finder.counts.found
        return Situation(
            where=self._where(),
            row=self.table.row is not None,
            text=bool(self.search.text),
            filters=list_query.has_filters(self.finder.asked),
            inactive_hidden=found is not None and found.hidden > 0 and self.finder.asked.active is True,
            inactive_shown=self.finder.asked.active is None,
            user=self.kundkort.me,
        )

    # -- asking and showing ----------------------------------------------------------------------------------------

    @on(SearchField.Typed, "#search")
    def _typed(self, event: SearchField.Typed) -> None:
        if event.text != self.finder.asked.text:
            self._ask(replace(self.finder.asked, text=event.text))

    @on(FilterPane.Changed)
    def _filtered(self, event: FilterPane.Changed) -> None:
        self._ask(event.query)

    def _ask(self, query: CustomerQuery) -> None:
        self.finder.ask(query)
        self._show_query()
        self.refresh_band()

    def _show_query(self) -> None:
        asked = self.finder.asked
        self.table.show_order(list_query.sorted_column(asked), descending=asked.descending)
        key = "search.filters" if self._where() == "search" else "list.filters"
        self.chips.show(list_query.chips(asked), shown_key(KEYS[key], typing=self.typing))
        if self.has_class("-filtering"):
            self.filter_pane.show(asked, self.finder.choices)

    def _learnt(self) -> None:
        width = max(self.finder.choices.longest_number, 5)
        if width != self.kundkort.state.number_width:
            self.kundkort.state.number_width = width
            self.table.show_number_width(width)
        self._show_query()
        self.refresh_band()

    @on(CustomerList.WindowWanted)
    def _window_wanted(self, event: CustomerList.WindowWanted) -> None:
        self.start(self.finder.more(event.generation, event.wanted), group="more")

    @on(CustomerList.Moved)
    def _moved(self, event: CustomerList.Moved) -> None:
        self.refresh_band()
        self._follow(self.table.row)

    async def _register_changed(self, changes: Changes) -> None:
        """Read the rows anew, and the card beside them where it is one of those that changed."""
        if not (changes.customers or changes.lost or changes.everything):
            return
        if not await self.finder.follow():
            # Rows are coming in above: once they are there it is known again from where to read.
            self.live.hear(changes)
        row = self.table.row
        if row is not None and (changes.everything or row.id in (*changes.customers, *changes.lost)):
            self._follow(row)

    def settings_changed(self) -> None:
        """Show the card beside the list by the settings as they are now."""
        super().settings_changed()
        self._follow(self.table.row)

    def _follow(self, row: CustomerRow | None) -> None:
        if self.size.width >= WIDE:
            self.start(self._show_preview(row), group="preview", exclusive=True, beside=True)

    async def _show_preview(self, row: CustomerRow | None) -> None:
        await asyncio.sleep(PREVIEW_AFTER)
        known = self.finder.known_card(row, PREVIEW_WIDTH)
        if known:
            self.preview.show(known)
        self.preview.show(await self.finder.card_of(row, PREVIEW_WIDTH))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show beside the chips the key that opens the filters from where one is."""
        self._show_query()

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window; the pane shows as soon as there is room for it."""
        self._lay_out_panes()
        self._follow(self.table.row)

    def _lay_out_panes(self) -> None:
        self.table.beside_pane = self.size.width >= WIDE or self.has_class("-filtering")
        self.table.light(not self.has_class("-filtering"))
        self.table.relayout()

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(CustomerList.Opened)
    def action_open(self) -> None:
        """Open the card of the customer at the cursor."""
        if self.table.row is not None:
            neighbours = ListNeighbours(self.table, self.finder.more_now)
            self.kundkort.open_page("tui.screens.card", "CardScreen", self.table.row.id, neighbours)

    def action_edit(self) -> None:
        """Edit the customer at the cursor."""
        if self.table.row is not None:
            self.kundkort.open_page("tui.screens.form", "FormScreen", self.table.row.id, done=self._saved)

    def action_new(self) -> None:
        """Add a customer, named as what is typed in the search field while one types there."""
        name = self.search.text.strip() if self.typing else ""
        self.kundkort.open_page("tui.screens.form", "FormScreen", None, name=name, done=self._saved)

    def _saved(self, customer_id: int | None) -> None:
        if customer_id is not None:
            self.start(self.finder.read_again(customer_id))

    async def action_copy(self) -> None:
        """Copy something of the customer at the cursor."""
        if self.table.row is not None:
            text = await choose_copy(self, self.table.row)
            if text:
                self.kundkort.copy(text, self)

    async def action_sort(self) -> None:
        """Choose another order, or turn the one there is."""
        order = await choose_order(self, list_query.sorted_column(self.finder.asked))
        if order is not None:
            self._ask(list_query.sorted_by(self.finder.asked, order))

    @on(CustomerList.HeadClicked)
    def _head_clicked(self, event: CustomerList.HeadClicked) -> None:
        order = list_query.column_order(event.column)
        if order is not None:
            self._ask(list_query.sorted_by(self.finder.asked, order))

    def action_go_menu(self) -> Coroutine[Any, Any, None]:
        """Go to another place; the question is asked at once, so that the next key is its answer."""
        return self._go_to(choose_place(self))

    async def _go_to(self, chosen: Awaitable[str | None]) -> None:
        place = await chosen
        if place == "first":
            self.table.action_first()
        elif place in ("import", "sign_ins"):
            self.press(f"go.{place}")

    def action_search(self) -> None:
        """Go to the search field; in the filters, to the one for towns."""
        (self.filter_pane.search if self._where() == "filters" else self.search).input.focus()

    def action_to_list(self) -> None:
        """Leave a search field for what it searches."""
        (self.table if self._where() == "search" else self.filter_pane.options).focus()

    def action_inactive(self) -> None:
        """Show inactive customers too, or hide them again."""
        self._ask(replace(self.finder.asked, active=None if self.finder.asked.active else True))

    def action_clear_filters(self) -> None:
        """Turn every filter off but the one on active customers."""
        self._ask(list_query.without_filters(self.finder.asked))

    def action_filters(self) -> None:
        """Open the filters beside the list."""
        self.add_class("-filtering")
        self._lay_out_panes()
        self.filter_pane.show(self.finder.asked, self.finder.choices)
        self.filter_pane.options.focus()

    def action_filters_toggle(self) -> None:
        """Tick the filter at the cursor."""
        self.filter_pane.toggle()

    def action_filters_done(self) -> None:
        """Close the filters; the list has the focus again."""
        self.remove_class("-filtering")
        self.table.focus()
        self._lay_out_panes()
        self._show_query()

    def action_back(self) -> None:
        """One step: close the filters, leave or clear the search, clear the filters."""
        where = self._where()
        if where == "filters":
            self.action_filters_done()
        elif self.search.text:
            self.search.put("")
        elif where == "search":
            self.table.focus()
        else:
            self.action_clear_filters()
