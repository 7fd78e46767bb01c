"""What was said in the status line since the program was started, the newest first, each in full."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.getters import query_one

from core.text import _, ngettext
from tui.lines import GUTTER, Row, wrapped
from tui.paint import Line, Span, gap
from tui.screens.base import Page
from tui.signs import sign
from tui.when import clock_time, day_head
from tui.widgets.lines_view import LinesView

TIME = 7
"""Cells of the time and the air after it."""


class MessagesScreen(Page[None]):
    """Reads what the app has kept; nothing in it changes while it is open."""

    CSS_PATH = "messages.tcss"

    lines = query_one("#messages", LinesView)

    def content(self) -> ComposeResult:
        """Make the list."""
        yield LinesView(id="messages")

    def on_mount(self) -> None:
        """Take the keys that scroll."""
        self.lines.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines for another width."""
        self.lines.show(self.rows(self.size.width))

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Customers"), _("Messages"))

    def status(self) -> tuple[Line, Span | None]:
        """Say how many there are."""
        count = len(self.kundkort.messages)
        if not count:
            return [Span(_("Nothing has been said since kundkort was started"))], None
        return [
            Span(ngettext("{n} message", "{n} messages", count)),
            Span(f" {sign('dot')} {_('since kundkort was started, the newest first')}", "muted"),
        ], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        return ["table.down", "app.back"]

    def action_messages(self) -> None:
        """The key that opened the page closes it."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll, as a click on the key in the band."""
        self.lines.action_down()

    def retranslate(self) -> None:
        """Show the heads in the language that is spoken now; what was said stays as it was said."""
        super().retranslate()
        self.lines.show(self.rows(self.size.width))

    def rows(self, width: int) -> list[Row]:
        """Return the messages under the days they were said on."""
        rows: list[Row] = []
        day = None
        for place, said in enumerate(reversed(self.kundkort.messages)):
            if said.at.date() != day:
                day = said.at.date()
                rows += [Row(), Row([Span(day_head(day, self.kundkort.today), bold=True)])]
            role = "text" if said.level in ("info", "success") else said.level
            mark = {"success": Span(sign("tick"), "success", sign=True)}
            grave = Span(sign("alert"), role, bold=True, sign=True)
            gutter = mark.get(said.level) if said.level in ("info", "success") else grave
            for line, text in enumerate(wrapped(said.text, width - GUTTER - TIME - 2)):
                time = Span(clock_time(said.at), "muted") if not line else gap(TIME - 2)
                rows.append(Row([time, gap(2), Span(text, role)], ref=place, sign=None if line else gutter))
        return rows
