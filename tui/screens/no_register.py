"""The page of a register that can't be opened: why not, what to do about it, and trying again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.errors import Broken, KundkortError, Outdated, SignedOut
from core.places import without_password
from core.text import _
from core.words import error_text
from tui.keys import KEYS, bindings, shown_key
from tui.lines import GUTTER, Row, wrapped
from tui.paint import Line, Span, gap, width_of
from tui.screens.base import Page
from tui.signs import sign
from tui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from core.register import Register

WIDEST = 76
"""Cells: longer lines are hard to read."""
COMMAND = 30
"""Cells of a command and the air after it."""


class NoRegisterScreen(Page["Register"]):
    """Stands over the first page until the register can be opened; it is dismissed with the register."""

    CSS_PATH = "no_register.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("register.retry", "list.quit")]

    lines = query_one("#trouble", LinesView)

    def __init__(self, opening: Callable[[], Awaitable[Register]], error: KundkortError) -> None:
        super().__init__()
        self._opening = opening
        self.error = error

    def content(self) -> ComposeResult:
        """Make the lines."""
        yield LinesView(id="trouble")

    def on_mount(self) -> None:
        """Take the keys that scroll."""
        self.lines.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines for another width."""
        self._show()

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("The register"),)

    def status(self) -> tuple[Line, Span | None]:
        """Say that nothing has happened to what is in it."""
        return [Span(_("Nothing in the register was changed"), "muted")], None

    def keys(self) -> Sequence[str]:
        """Return the keys."""
        return ["register.retry", "list.quit"]

    def why_not(self, key_id: str) -> str | None:
        """Return why a key cannot be used: without a register there is little to do."""
        if key_id in ("app.palette", "app.undo", "app.back"):
            return _("That needs the register: {key} tries to open it again", key=_cap("register.retry"))
        return None

    def action_back(self) -> None:
        """There is nothing behind this page."""

    async def action_retry(self) -> None:
        """Try to open the register once more."""
        try:
            with self.waiting():
                register = await self._opening()
        except KundkortError as error:
            self.error = error
            self._show()
            self.say(_("It still can't be opened"), level="warning")
        else:
            self.dismiss(register)

    def retranslate(self) -> None:
        """Say it in the language that is spoken now."""
        super().retranslate()
        self._show()

    def _show(self) -> None:
        width = min(self.size.width - GUTTER - 1, WIDEST)
        self.lines.show([*self._why(width), *self._what_to_do(width)])

    def _why(self, width: int) -> Iterator[Row]:
        yield Row()
        alert = Span(sign("alert"), "error", bold=True, sign=True)
        yield Row([Span(_("The register can't be opened"), bold=True)], sign=alert)
        yield Row()
        why = error_text(self.error, served=self.kundkort.is_served)
        yield from _paragraph(why, width)
        place = without_password(self.kundkort.register_url)
        if place and place.removeprefix("sqlite:///") not in why:
            yield Row()
            yield from _paragraph(place, width, "muted")

    def _what_to_do(self, width: int) -> Iterator[Row]:
        yield Row()
        yield from _hint(_cap("register.retry"), _("try again, once that is mended"), width)
        yield from _hint(_cap("list.quit"), _("quit"), width)
        yield Row()
        yield from _paragraph(_("On the command line:"), width)
        for command, words in self._commands():
            yield from _hint(command, words, width)

    def _commands(self) -> Iterator[tuple[str, str]]:
        if isinstance(self.error, Broken):
            yield _("kundkort restore FILE"), _("put a copy in its place; what is there now is kept")
        if isinstance(self.error, Outdated) and not self.error.params["newer"] and not self.kundkort.is_served:
            yield "kundkort upgrade", _("bring it up to date, after a copy")
        if isinstance(self.error, SignedOut):
            yield _("kundkort user add LOGIN"), _("an administrator adds you")
        yield _("kundkort open FILE"), _("open another register, or make one")
        yield "kundkort demo", _("the example company, to look around in")


def _cap(key_id: str) -> str:
    return shown_key(KEYS[key_id], typing=False)


def _paragraph(text: str, width: int, role: str = "text") -> Iterator[Row]:
    for line in wrapped(text, width):
        yield Row([Span(line, role)])


def _hint(key: str, words: str, width: int) -> Iterator[Row]:
    """Return a key or a command with what it does, on the line below where there is no room beside it."""
    beside = width >= 2 * COMMAND and len(key) > 1
    start = [Span(key, "accent", bold=True), gap(2)]
    room = COMMAND if beside else 3 if len(key) == 1 else 0
    if room == 0:
        yield Row(start)
        room = 2
        start = []
    for line in wrapped(words, width - room):
        yield Row([*start, gap(room - width_of(start)), Span(line, "muted")])
        start = []
