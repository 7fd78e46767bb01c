"""Where one is signed in: every device, when it was last used, ending one or all of them, and signing out here."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.errors import SignedOut
from core.people.api import end_all_sign_ins, end_sign_in, sign_ins, sign_out
from core.people.views import SignIn
from core.text import _, ngettext
from tui.format import cut, fit
from tui.keys import bindings
from tui.lines import GUTTER, Row
from tui.paint import Line, Span, gap, width_of
from tui.screens.base import Page
from tui.signs import sign
from tui.when import near_date, near_time, read_time
from tui.widgets.band import Answer, Question
from tui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from core.register import Register

SHORTEST = 20
"""Cells of the column of devices, at the least."""
USED, SINCE, UNTIL = 20, 14, 13
"""Cells of the columns after it."""


class SignInsScreen(Page[None]):
    """Lists one's own sign-ins, the last used first; the cursor is on the one that a key ends."""

    CSS_PATH = "sign_ins.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sign_ins.end", "sign_ins.end_all", "sign_ins.out")

    lines = query_one("#sign-ins", LinesView)

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[SignIn] | None = None

    def content(self) -> ComposeResult:
        """Make the list."""
        yield LinesView(id="sign-ins")

    def on_mount(self) -> None:
        """Ask where one is signed in."""
        self.lines.focus()
        self.start(self.changed(), group="sign ins", exclusive=True)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for another width."""
        self._show()

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Customers"), _("My sign-ins"))

    def status(self) -> tuple[Line, Span | None]:
        """Say how many there are."""
        if self.found is None:
            return (), None
        count = ngettext("{n} sign-in", "{n} sign-ins", len(self.found))
        return [Span(count), Span(f" {sign('dot')} {_('the last used first')}", "muted")], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        return ["sign_ins.end", "sign_ins.end_all", "sign_ins.out", "app.back"]

    def why_not(self, key_id: str) -> str | None:
        """Say why nothing can be ended."""
        if key_id == "sign_ins.end" and self._at_cursor() is None:
            return _("There is no sign-in at the cursor")
        return None

    async def changed(self) -> None:
        """Read the list."""
        self.found = await self.ask(sign_ins)
        self._show()
        self.refresh_band()

    def retranslate(self) -> None:
        """Write the list in the language that is spoken now."""
        super().retranslate()
        self._show()

    # -- the list --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.found is not None:
            self.lines.show(self._rows(self.found, self.size.width))

    def _rows(self, found: Sequence[SignIn], width: int) -> list[Row]:
        device = max(width - GUTTER - 2 - USED - SINCE - UNTIL, SHORTEST)
        heads = fit(_("Last used"), USED) + fit(_("Since"), SINCE) + _("Until")
        head = Row([Span(fit(_("Device"), device), bold=True), Span(heads, "muted")])
        return [Row(), head, *(self._row(one, device) for one in found)]

    def _row(self, one: SignIn, device: int) -> Row:
        here = f" {sign('dot')} {_('here')}" if one.current else ""
        name = [Span(cut(_name(one), device - width_of([Span(here)]) - 2)), Span(here, "muted")]
        zone = self.kundkort.settings.time_zone if self.kundkort.settings is not None else ""
        today = self.kundkort.today
        used, since, until = (read_time(stamp, zone) for stamp in (one.used, one.created, one.expires))
        times = fit(near_time(used, today) if used else sign("none"), USED)
        times += fit(near_date(since.date(), today) if since else sign("none"), SINCE)
        times += near_date(until.date(), today) if until else sign("none")
        return Row([*name, gap(device - width_of(name)), Span(times, "muted")], ref=one.id, bold=0)

    def _at_cursor(self) -> SignIn | None:
        return next((one for one in self.found or () if one.id == self.lines.ref), None)

    # -- keys ------------------------------------------------------------------------------------------------------

    async def action_end(self) -> None:
        """End the sign-in at the cursor, after a question."""
        one = self._at_cursor()
        if one is None:
            return
        if one.current:
            await self.action_out()
            return
        name = _name(one)
        question = Question(
            _("End the sign-in on {device}?", device=name),
            [Answer("end", _("d end it"))],
            escape=_("leave it"),
            consequence=_("Whoever works there is asked to sign in again; what is typed there stays."),
        )
        if await self.question(question) == "end":
            await self.ask(end_sign_in, one.id)
            await self.changed()
            self.say(_("Ended: {device}", device=name), "tick", "success")

    async def action_end_all(self) -> None:
        """End every sign-in, this one too, after a question."""
        question = Question(
            _("End all your sign-ins, and quit here?"),
            [Answer("end", _("d end all"))],
            escape=_("leave them"),
            consequence=_("On every device one must sign in again; what is typed there stays."),
        )
        if await self.question(question) == "end":
            self._leave_after(lambda register: register(end_all_sign_ins))

    async def action_out(self) -> None:
        """Sign out here, and quit, after a question."""
        question = Question(
            _("Sign out here, and quit?"),
            [Answer("out", _("o sign out"))],
            escape=_("stay signed in"),
            consequence=_("The next start asks for your password. Other devices stay signed in."),
        )
        if await self.question(question) == "out":
            self._leave_after(lambda register: register(sign_out))

    def _leave_after(self, ending: Callable[[Register], Awaitable[object]]) -> None:
        """Quit, and end sign-ins when every page may be closed; of the app, since this page is closed before others ask."""
        app = self.kundkort

        async def end() -> None:
            register = await app.register_ready()
            # Somebody who is not signed in any more has nothing to end.
            with contextlib.suppress(SignedOut):
                await ending(register)

        app.run_worker(app.leave(end), group="quit", exclusive=True)


def _name(one: SignIn) -> str:
    return one.device_name or _("without a name")
