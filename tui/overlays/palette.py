"""The palette of a page while it is open: what it offers as one types, and what is done with what is chosen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from core.customers.api import list_customers
from core.customers.views import CustomerQuery
from core.text import _
from core.values.finding import read_typed
from tui.keys import KEYS, shown_key
from tui.overlays.palette_entries import (
    LANGUAGES,
    THEMES,
    Section,
    command_sections,
    customer_section,
    narrowed,
    palette_rows,
)
from tui.start_environment import wants_sixteen_colours
from tui.widgets.band import Offer
from tui.widgets.palette import Palette

if TYPE_CHECKING:
    from tui.screens.base import Page

MOST_CUSTOMERS = 8


class Commands:
    """Opened by a page; closes before it does anything, so that what had the focus has it again."""

    def __init__(self, page: Page[Any]) -> None:
        self._page = page
        self._before = page.focused
        self._sixteen = wants_sixteen_colours(os.environ) or page.app.no_color
        self._sections = command_sections(page, page.app.theme, sixteen_colours=self._sixteen)
        self._customers: Section | None = None
        self._text = ""
        self.widget = Palette(self._typed, self._run, self.close)

    def open(self) -> None:
        """Drop it from the header."""
        self._page.mount(self.widget)

    def close(self) -> None:
        """Take it away and give the focus back."""
        self._page.commands = None
        self.widget.remove()
        if self._before is not None and self._before.is_attached:
            self._before.focus(scroll_visible=False)
        else:
            self._page.set_focus(None)
        self._page.refresh_band()

    def offers(self) -> list[Offer]:
        """Return the keys for the band while it is open."""
        keys = ("palette.run", "palette.down", "palette.close")
        offers = [
            Offer(key_id, self._cap(key_id), _(KEYS[key_id].words), stays=key_id == "palette.close") for key_id in keys
        ]
        cap = shown_key(KEYS["app.help"], typing=True)
        words = KEYS["app.help"].words
        return [*offers, Offer("app.help", cap, _(words), stays=True, at_right=True)]

    def _cap(self, key_id: str) -> str:
        cap = shown_key(KEYS[key_id], typing=True)
        return shown_key(KEYS["palette.up"], typing=True) + cap if key_id == "palette.down" else cap

    def _typed(self, text: str) -> None:
        first = text != self._text
        self._text = text
        if not text.strip():
            self._customers = None
        self._show(first=first)
        if first and text.strip():
            self._page.start(self._find(text), group="palette", exclusive=True)

    def _show(self, *, first: bool) -> None:
        typed = read_typed(self._text)
        found = narrowed(self._sections, typed)
        if self._customers is not None and self._customers.entries:
            found.append(self._customers)
        self.widget.show(palette_rows(found, typed, self.widget.size.width), first=first)

    async def _find(self, text: str) -> None:
        """Find customers; those found before stay until these come."""
        query = CustomerQuery(text=text, active=None)
        window = await self._page.kundkort.ask(list_customers, query, "", "", False, MOST_CUSTOMERS)
        if self._page.commands is self and text == self._text:
            self._customers = customer_section(window)
            self._show(first=False)

    def _run(self, entry_id: str) -> None:
        """Do what was chosen, or say why it cannot be done now; then it stays open."""
        entry = next((entry for section in self._all() for entry in section.entries if entry.id == entry_id), None)
        if entry is None:
            return
        if not entry.usable:
            self._page.say(entry.note, level="warning")
            return
        self.close()
        kind, _colon, value = entry_id.partition(":")
        app = self._page.kundkort
        if kind == "theme":
            light = app.theme.endswith("light")
            app.change_theme(("ansi-light" if light else "ansi-dark") if value == "ansi" else value)
            self._page.say(_(THEMES[value]), "tick", "success")
        elif kind == "language":
            app.change_language(value)
            self._page.say(_("Language: {name}", name=LANGUAGES[value]), "tick", "success")
        elif kind == "customer":
            app.open_page("tui.screens.card", "CardScreen", int(value))
        else:
            self._page.press(entry_id)

    def _all(self) -> list[Section]:
        return [*self._sections, *([self._customers] if self._customers else [])]
