"""The list of customers: finding as one types, filters, order, the card beside it; what all else begins from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from core.customers.views import CustomerRow
from core.records.views import Changes
from core.text import N_, _
from tui.keys import KEYS, bindings, shown_key
from tui.listing import query as list_query
from tui.listing.asking import Offered, Situation, offered, reason_not
from tui.listing.finder import Finder
from tui.listing.going import Going
from tui.listing.marking import Marking
from tui.listing.ordering import Ordering
from tui.listing.page import WIDE
from tui.listing.taking_out import TakingOut
from tui.listing.viewport import JUMPS
from tui.listing.views import Views, begin_with
from tui.live import Live
from tui.paint import Line, Span
from tui.signs import sign
from tui.widgets.chips import Chips
from tui.widgets.customer_list import CustomerList
from tui.widgets.preview import Preview
from tui.widgets.search_field import SearchField

PREVIEW_AFTER = 0.08
"""Seconds the cursor rests on a customer before the card beside the list follows."""
PREVIEW_WIDTH = 42
FOLLOW_EVERY = 1.0
"""Seconds between two times that the rows are read anew because others changed something."""


class ListScreen(Marking, Ordering, Views, TakingOut, Going):
    """Finds customers; the cursor, the filters and the order stay when a card is opened and closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("list.open", "list.edit", "list.new", "list.copy", "list.search"),
        *bindings("list.clear_filters", "list.inactive", "list.quit", "go.back", "go.forward"),
    ]

    def content(self) -> ComposeResult:
        """Make search field, chips, list, and the card beside it."""
        state = self.kundkort.state
        begin_with(state, self.kundkort.register_url)
        self.set_class(not state.preview, "-no-preview")
        with Horizontal(id="search-row"):
            yield SearchField(N_("Search name, number, phone, town"), id="search")
            yield Chips()
        yield CustomerList(state.number_width, tuple(state.columns), id="list")
        yield Preview(classes="pane")

    def on_mount(self) -> None:
        """Show everything but the rows at once, and ask for these."""
        self.live = Live(self, self._register_changed, every=FOLLOW_EVERY)
        self.finder = Finder(self, self.table, self._learnt, self.live.remember)
        self.table.tell_moved = self._moved
        self.table.focus()
        self.began_with_view()
        self.show_asked()
        self.finder.ask(self.finder.asked)
        self.live.begin()

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """This is the first page."""
        return (_("Customers"), *self.view_path())

    def status(self) -> tuple[Line, Span | None]:
        """Say how many there are, what is hidden, and where one is."""
        asked, counts, position = self.finder.asked, self.finder.counts, self.table.view.position
        line = list_query.status_line(
            asked, counts, position, searching=self.where == "search", given_up=self.finder.given_up
        )
        if self.finder.searching_on:
            line.append(Span(f" {sign('dot')} " if line else "", "muted"))
            line.append(Span(_("searching on …"), "muted"))
        works = (self.kundkort.importing, self.kundkort.exporting, self.kundkort.changing)
        notes = [note for work in works if work is not None and (note := work.note())]
        return self.marked_status([*line, *(Span(f" {sign('dot')} {note}", "muted") for note in notes)])

    def keys(self) -> Sequence[Offered]:
        """Return the keys for what has focus."""
        return self.marked_keys() or offered(self._situation())

    def why_not(self, key_id: str) -> str | None:
        """Return why a key cannot be used."""
        return reason_not(key_id, self._situation())

    def subject(self) -> tuple[str, str] | None:
        """Return the customer at the cursor."""
        row = self.table.row
        return (row.name, row.number) if row is not None else None

    def shows(self, kind: str, row_id: int) -> bool:
        """Say whether a customer is among the rows in sight."""
        in_sight = kind == "customer" and any(
            row is not None and row.id == row_id for row in self.table.view.in_sight()
        )
        return in_sight or super().shows(kind, row_id)

    async def changed(self) -> None:
        """Read the rows again."""
        await self.finder.read_again()
        await super().changed()
        self.follow(self.table.row)

    def make_room(self, lines: int) -> None:
        """Bring the cursor above a question."""
        for table in self.query(CustomerList):
            table.keep_clear(lines)

    def retranslate(self) -> None:
        """Show heads, chips, placeholder and preview in the other language."""
        self.search.retranslate()
        self.table.relayout()
        self.show_asked()
        self.follow(self.table.row)
        super().retranslate()

    def _situation(self) -> Situation:
        found = self.finder.counts.found
        return Situation(
            where=self.where,
            row=self.table.row is not None,
            text=bool(self.search.text),
            filters=list_query.has_filters(self.finder.asked),
            inactive_hidden=found is not None and found.hidden > 0 and self.finder.asked.active is True,
            inactive_shown=self.finder.asked.active is None,
            user=self.kundkort.me,
            wide=self.size.width >= WIDE,
            side_keys=self.side.keys() if self.side is not None else (),
            view_step=self.view_step,
        )

    # -- asking and showing ----------------------------------------------------------------------------------------

    @on(SearchField.Typed, "#search")
    def _typed(self, event: SearchField.Typed) -> None:
        if event.text != self.finder.asked.text:
            self.ask_for(replace(self.finder.asked, text=event.text))

    def show_asked(self) -> None:
        """Show what is asked: in the heads, the chips, the path, and the pane that is open."""
        self.refresh_header()
        asked = self.finder.asked
        self.table.show_order(list_query.sorted_column(asked), descending=asked.descending)
        key = "search.filters" if self.where == "search" else "list.filters"
        self.chips.show(list_query.chips(asked), shown_key(KEYS[key], typing=self.typing))
        if self.side is not None:
            self.side.show()

    def _learnt(self) -> None:
        self.ask_for_views()
        width = max(self.finder.choices.longest_number, 5)
        if width != self.kundkort.state.number_width:
            self.kundkort.state.number_width = width
            self.table.show_number_width(width)
        self.show_days()
        self.show_asked()
        self.refresh_band()

    @on(CustomerList.WindowWanted)
    def _window_wanted(self, event: CustomerList.WindowWanted) -> None:
        jumps = event.wanted.place in JUMPS
        group = "jump" if jumps else "more"
        self.start(self.finder.more(event.generation, event.wanted), group=group, exclusive=jumps)

    def _moved(self) -> None:
        self.refresh_band()
        self.follow(self.table.row)

    async def _register_changed(self, changes: Changes) -> None:
        """Read the rows anew, and the card beside them where it is one of those that changed."""
        await self.views_changed(changes)
        if not (changes.customers or changes.lost or changes.everything):
            return
        if not await self.finder.follow():
            # Rows are coming in above: once they are there it is known again from where to read.
            self.live.hear(changes)
        row = self.table.row
        if row is not None and (changes.everything or row.id in (*changes.customers, *changes.lost)):
            self.follow(row)

    def settings_changed(self) -> None:
        """Show the card beside the list by the settings as they are now."""
        super().settings_changed()
        self.follow(self.table.row)

    def follow(self, row: CustomerRow | None) -> None:
        """Show the card of a customer beside the list, where there is room for it, as soon as the cursor rests."""
        if self.has_preview:
            self.start(self._show_preview(row), group="preview", exclusive=True, beside=True)

    async def _show_preview(self, row: CustomerRow | None) -> None:
        await asyncio.sleep(PREVIEW_AFTER)
        if self.marks:
            self.preview.show(await self.marked_lines(PREVIEW_WIDTH))
            return
        known = self.finder.known_card(row, PREVIEW_WIDTH)
        if known:
            self.preview.show(known)
        self.preview.show(await self.finder.card_of(row, PREVIEW_WIDTH))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show beside the chips the key that opens the filters from where one is."""
        self.show_asked()

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window; the pane shows as soon as there is room for it."""
        self.lay_out_panes()
        self.follow(self.table.row)

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(CustomerList.Opened)
    def action_open(self) -> None:
        """Open the card of the customer at the cursor."""
        if self.table.row is not None:
            from tui.listing.neighbours import ListNeighbours

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
            from tui.card.copying import copy_from_row

            await copy_from_row(self, self.table.row)

    def action_search(self) -> None:
        """Go to the search field."""
        self.search.input.focus()

    def action_to_list(self) -> None:
        """Leave a search field for what it searches."""
        if self.where == "search" or self.side is None:
            self.table.focus()
        else:
            self.side.focus()

    def action_inactive(self) -> None:
        """Show inactive customers too, or hide them again."""
        self.ask_for(replace(self.finder.asked, active=None if self.finder.asked.active else True))

    def action_clear_filters(self) -> None:
        """Turn every filter off but the one on active customers."""
        self.ask_for(list_query.without_filters(self.finder.asked))

    def action_back(self) -> None:
        """One step: close the pane beside the list, leave the view or search, clear the search, clear the filters."""
        if self.side is not None and self.where == self.side.name:
            if not self.side.back():
                self.close_side()
        elif self.where == "list" and self.view_step:
            self.step_back()
        elif self.search.text:
            self.search.put("")
        elif self.where == "search":
            self.table.focus()
        else:
            self.action_clear_filters()
