"""The card: everything about one customer, in tabs made when first opened; read anew when others change it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from core.customers.views import Customer
from core.rights import Right
from core.settings.views import Settings
from core.text import _
from tui.card.actions import Actions
from tui.card.contact_lines import detail_rows
from tui.card.history import HistoryPart, recent_rows
from tui.card.lines import badges, changed_line, overview
from tui.card.reading import Reader
from tui.card.tabs import CONTACTS, HIGH, HISTORY, OVERVIEW, beside, counted, offered, reason_not
from tui.keys import bindings
from tui.lines import GUTTER, WIDE
from tui.live import Live
from tui.names import display_name
from tui.paint import Line, Span
from tui.screens.base import Neighbours, Page
from tui.widgets.card_body import CardBody
from tui.widgets.card_head import CardHead
from tui.widgets.lines_view import LinesView


class CardScreen(Page[None]):
    """One customer's card. `neighbours` knows which cards stand before and after it in the selection."""

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(OVERVIEW, CONTACTS, HISTORY, "card.next_tab", "card.previous_tab", "card.next", "card.previous"),
        *bindings("card.edit", "card.copy", "card.actions", "history.open", "history.put_back", "history.filter"),
        *bindings("go.back", "go.forward"),
    ]

    def __init__(self, customer_id: int, neighbours: Neighbours | None = None) -> None:
        super().__init__()
        self.customer_id = customer_id
        self.neighbours = neighbours
        self.customer: Customer | None = None
        self.unmasked: dict[str, str] = {}
        self.history_part = HistoryPart(self)
        self.card_actions = Actions(self)
        self.reader = Reader(self)
        self.live = Live(self, self.reader.follow)

    def content(self) -> ComposeResult:
        """Make the head and the first tab; the others come when they are opened."""
        yield CardBody()

    def on_mount(self) -> None:
        """Read the card."""
        self.set_focus(self.view(), scroll_visible=False)
        self.live.begin()
        self.card_actions.opened()
        self.reload()

    # -- the card --------------------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The company's settings; the defaults until the register is open."""
        return self.kundkort.settings or Settings()

    async def load(self) -> None:
        """Read the card, and show it where it differs."""
        await self.reader.load()

    def show_customer(self, customer: Customer) -> None:
        """Show a card that was read, or that an operation answered."""
        if customer != self.customer:
            if self.customer is None or customer.id != self.customer.id:
                self.unmasked = {}
            self.customer = customer
            self.refresh_tabs()
        self.refresh_header()
        self.refresh_band()

    def shown(self) -> Customer | None:
        """Return the card as it is shown: with personal numbers in full after they were asked for."""
        return self.card_actions.with_numbers(self.customer) if self.customer is not None else None

    def refresh_tabs(self) -> None:
        """Bring the head and the open tab up to date."""
        customer = self.shown()
        if customer is None or not self.is_mounted:
            return
        width = self.size.width
        head = self.body.head
        head.show_badges(badges(customer, self.settings, width - GUTTER - 2))
        head.show_tabs(counted(customer), self.tab)
        view = self.view()
        if view is None:
            return
        if self.tab == OVERVIEW:
            rows = overview(customer, self.settings, width)
            if self.shows_recent():
                rows += recent_rows(self.history_part.recent, width, self.kundkort.today, self.settings.time_zone)
            view.show(rows)
        elif self.tab == CONTACTS:
            view.show(detail_rows(customer.contacts, width))
        else:
            view.show(self.history_part.rows(width))

    def shows_recent(self) -> bool:
        """Say whether the overview ends with what was changed last."""
        return self.tab == OVERVIEW and self.size.width >= WIDE and self.size.height >= HIGH

    @property
    def body(self) -> CardBody:
        """The head and the tabs."""
        return self.query_one(CardBody)

    @property
    def tab(self) -> str:
        """The open tab, by the id of its key."""
        return self.body.tab if self.is_mounted else OVERVIEW

    def view(self) -> LinesView | None:
        """Return the open tab's lines; None before they are made."""
        return self.body.view

    def settings_changed(self) -> None:
        """Show the card by the settings as they are now."""
        super().settings_changed()
        self.refresh_tabs()

    # -- what the page says ----------------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return the list, then the customer."""
        if self.customer is None:
            return (_("Customers"),)
        return (_("Customers"), self.title_of())

    def path_note(self) -> Line:
        """Return the customer number."""
        if self.customer is None or self.settings.number_in_name:
            return ()
        return [Span(self.customer.number, "muted")]

    def status(self) -> tuple[Line, Span | None]:
        """Return who changed the card last; in history, how much there is and what `r` would put back."""
        if self.customer is None:
            return (), None
        if self.tab == HISTORY:
            return self.history_part.status(), None
        return [Span(changed_line(self.customer, self.settings.time_zone, self.kundkort.today), "muted")], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys of the open tab."""
        return offered(self.tab, has_neighbours=self.neighbours is not None)

    def why_not(self, key_id: str) -> str | None:
        """Say why a key of the card cannot be used now."""
        reason = reason_not(
            key_id,
            tab=self.tab,
            loaded=self.customer is not None,
            may_edit=self.may(Right.CUSTOMER_EDIT),
            has_neighbours=self.neighbours is not None,
        )
        if reason is None and key_id == "history.put_back":
            return self.history_part.why_not_put_back()
        return reason

    def subject(self) -> tuple[str, str] | None:
        """Return the customer of the card."""
        return (self.customer.name, self.customer.number) if self.customer is not None else None

    def shows(self, kind: str, row_id: int) -> bool:
        """Say whether a thing is what this card is about."""
        return (kind, row_id) == ("customer", self.customer_id)

    async def changed(self) -> None:
        """Read the card anew."""
        await self.load()

    def retranslate(self) -> None:
        """Write the card in the language that is spoken now."""
        super().retranslate()
        self.refresh_tabs()

    def may(self, right: Right) -> bool:
        """Say whether the user has a right; the register has the last word."""
        return self.kundkort.me is None or self.kundkort.me.may(right)

    # -- tabs ------------------------------------------------------------------------------------------------------

    async def action_overview(self) -> None:
        """Open the first tab."""
        await self._open_tab(OVERVIEW)

    async def action_contacts(self) -> None:
        """Open the contacts."""
        await self._open_tab(CONTACTS)

    async def action_history(self) -> None:
        """Open the history."""
        await self._open_tab(HISTORY)
        await self.history_part.load()

    async def action_next_tab(self) -> None:
        """Open the tab to the right."""
        await self._step_tab(1)

    async def action_previous_tab(self) -> None:
        """Open the tab to the left."""
        await self._step_tab(-1)

    async def _step_tab(self, by: int) -> None:
        wanted = beside(self.tab, by)
        await (self.action_history() if wanted == HISTORY else self._open_tab(wanted))

    async def _open_tab(self, tab: str) -> None:
        with self.app.batch_update():
            await self.body.open(tab)
            self.refresh_tabs()
        self.refresh_band()

    @on(CardHead.Pressed)
    def _tab_pressed(self, event: CardHead.Pressed) -> None:
        self.press(event.id)

    @on(LinesView.Moved)
    def _cursor_moved(self, event: LinesView.Moved) -> None:
        self.refresh_band()

    @on(LinesView.Opened)
    def _row_opened(self, event: LinesView.Opened) -> None:
        if self.tab == HISTORY:
            self.press("history.open")

    @on(LinesView.NearEnd)
    def _near_end(self, event: LinesView.NearEnd) -> None:
        if self.tab == HISTORY:
            self.start(self.history_part.load_more(), group="history")

    def on_screen_suspend(self) -> None:
        """Something is opened on top, or the card is closed."""
        self.card_actions.left()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the card out for the new size."""
        self.call_later(self._lay_out)

    def _lay_out(self) -> None:
        self.refresh_tabs()
        view = self.view()
        if self.focused is None and view is not None and not self.band.asking:
            view.focus(scroll_visible=False)
        if self.shows_recent() and self.history_part.window is None and self.customer is not None:
            self.start(self.history_part.load(), group="history")

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Open the form."""
        self.kundkort.open_page("tui.screens.form", "FormScreen", self.customer_id, done=lambda _saved: self.reload())

    def reload(self) -> None:
        """Read the card anew, beside."""
        self.start(self.load(), group="card", exclusive=True)

    async def action_next(self) -> None:
        """Show the next card of the selection."""
        await self.card_actions.step(next_one=True)

    async def action_previous(self) -> None:
        """Show the previous card of the selection."""
        await self.card_actions.step(next_one=False)

    async def action_copy(self) -> None:
        """Ask what to copy, and copy it."""
        from tui.card.copying import copy_from_card

        if self.customer is not None:
            await copy_from_card(self, self.card_actions.contact(self.customer))

    async def action_actions(self) -> None:
        """Ask which of the rarer actions to do."""
        await self.card_actions.choose()

    def action_open(self) -> None:
        """Show the change at the cursor in full, or no longer."""
        self.history_part.toggle(self.cursor())
        self.refresh_tabs()

    async def action_put_back(self) -> None:
        """Give the field at the cursor what it had before."""
        await self.history_part.put_back()

    async def action_filter(self) -> None:
        """Choose whose changes, or which field's, are shown."""
        await self.history_part.filter()

    def cursor(self) -> Hashable | None:
        """Return what the row at the cursor refers to."""
        view = self.view()
        return view.ref if view is not None else None

    def title_of(self) -> str:
        """Return what the customer is called."""
        return display_name(self.customer, self.settings) if self.customer is not None else ""
