"""Page: what every screen is made on: a header, a body, the talking band, keys from the catalogue, and calm errors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, Literal, ParamSpec, Protocol, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import ScreenResultType
from textual.widgets import Input

from core.rights import Right
from core.text import _
from tui.keys import KEYS, bindings, shown_key
from tui.paint import Line, Span
from tui.screens.everywhere import Everywhere
from tui.signs import sign
from tui.widgets.band import LINES, QUESTION_LINES, Band, Offer, Question
from tui.widgets.header import Header
from tui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from tui.live import Live

P = ParamSpec("P")
R = TypeVar("R")
Level = Literal["info", "success", "warning", "error"]

PLACES: dict[str, Right] = {"go.import": Right.IMPORT}
"""Places one can go to from every page that need a right."""


class Neighbours(Protocol):
    """Who stands before and after a customer in the selection that a card was opened from."""

    async def previous(self, customer_id: int) -> int | None:
        """Return the one before, None at the beginning."""
        ...

    async def next(self, customer_id: int) -> int | None:
        """Return the one after, None at the end."""
        ...

    def beside(self, customer_id: int, by: int) -> int | None:
        """Return the one so many places after, without going there; None where it is not known without asking."""
        ...


class Page(Everywhere[ScreenResultType]):
    """A screen of kundkort. A subclass gives `content`, `path`, `status`, `keys`, `why_not`, and an action per key."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app.back", "app.help", "app.palette", "app.messages", "app.repaint", "app.undo"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (80, "-normal"), (120, "-wide"), (160, "-widest")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (15, "-low"), (30, "-high")]

    def compose(self) -> ComposeResult:
        """Make header, body and band; a subclass gives `content`."""
        self._fit_breakpoints()
        yield Header()
        with Container(id="body"):
            yield from self.content()
        yield Band()
        yield TooSmall()

    def _fit_breakpoints(self) -> None:
        """Have the classes of the breakpoints before the first layout; Textual sets them after it, a frame too late."""
        width, height = self.app.size
        for size, breakpoints in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            self.add_class([name for least, name in breakpoints if size >= least][-1], update=False)

    def content(self) -> ComposeResult:
        """Make what is between header and band."""
        yield from ()

    # -- what a subclass says about itself -------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one is, from the outermost; the last part is bold."""
        return ()

    def path_note(self) -> Line:
        """Return what stands after the path: a number, "* 3 changes"."""
        return ()

    def status(self) -> tuple[Line, Span | None]:
        """Return the standing status line and the sign in its gutter: what is so while nothing has just happened."""
        return (), None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the ids of the keys that can be used now, the most used first; with other words as (id, words)."""
        return ()

    def why_not(self, key_id: str) -> str | None:
        """Return why a key cannot be used now, in words of the user, or None where it can. It is greyed then."""
        return None

    def reason(self, key_id: str) -> str | None:
        """Return why a key cannot be used now, those that every page has included; None where it can."""
        if key_id == "go.sign_ins" and self.kundkort.connection.signing_in is None:
            return _("Nobody signs in to this register: who can open it, works in it")
        right = PLACES.get(key_id)
        me = self.kundkort.me
        if right is not None and me is not None and not me.may(right):
            from core.errors import Refused
            from core.words import error_text

            return error_text(Refused(right))
        return self.why_not(key_id)

    def subject(self) -> tuple[str, str] | None:
        """Return the name and number of the customer that the page, or its cursor, is about; None where there is none."""
        return None

    def shows(self, kind: str, row_id: int) -> bool:
        """Say whether a thing ("customer" and its id) is in sight: undoing what one does not see asks first."""
        return False

    def make_room(self, lines: int) -> None:
        """Bring what a question is about out of the last `lines` lines of the body, which it covers; 0: no longer."""

    def retranslate(self) -> None:
        """Show every text in the language that is spoken now; a subclass adds its own."""
        self.refresh_header()
        self.refresh_band()
        self.refresh(layout=True)
        for widget in self.query():
            widget.refresh()

    def settings_changed(self) -> None:
        """Show what is shown by the company's settings, or one's own rights, as they are now; a subclass adds its own."""
        self.refresh_header()
        self.refresh_band()

    async def changed(self) -> None:
        """Read anew what is shown: the program itself has just changed something in the register."""

    async def came_back(self, *, told: bool) -> None:
        """The register answers again: read anew what is shown, and say so to whoever was told that it did not."""
        if told:
            self.say(_("The connection is back"), "tick", "success")
        await self.changed()

    @property
    def unsaved(self) -> bool:
        """Whether something typed on the page would be lost: `may_leave` then asks."""
        return False

    async def may_leave(self) -> bool:
        """Say whether the page may be closed; one with something unsaved asks first."""
        return True

    # -- the band and the header -----------------------------------------------------------------------------------

    @property
    def band(self) -> Band:
        """The talking band."""
        return self.query_one(Band)

    @property
    def typing(self) -> bool:
        """Whether what is typed now goes into a field."""
        return isinstance(self.focused, Input) or bool(getattr(self.focused, "takes_text", False))

    def say(self, text: str | Line, sign_name: str = "", level: Level = "info") -> None:
        """Say in the status line what happened and what to do next, until the next key; kept for Ctrl+L.

        `sign_name` is a sign of tui.signs for the gutter; without one, a warning or error has "!".
        """
        role = "text" if level == "info" else level
        line = [Span(text, role if level in ("warning", "error") else "text")] if isinstance(text, str) else [*text]
        name = sign_name or ("alert" if level in ("warning", "error") else "")
        self._said = (line, Span(sign(name), role if level != "info" else "accent", bold=True) if name else None)
        self.kundkort.remember("".join(span.text for span in line), level)
        self.refresh_band()

    def unsay(self) -> None:
        """Take away what was said, as the next key does."""
        if self._said is not None:
            self._said = None
            self.refresh_band()

    _said: tuple[Line, Span | None] | None = None

    def refresh_band(self) -> None:
        """Bring the status line and the keys up to date; paints only what changed."""
        if not self.is_mounted or not self.is_current or not self.query(Band):
            return
        line, gutter = self._said or (([Span(self.waiting_for, "muted")], None) if self.waiting_for else self.status())
        self.band.show_status(line, gutter)
        self.band.show_keys(self.offers())

    def refresh_header(self) -> None:
        """Bring the header up to date; paints only if it changed."""
        for header in self.query(Header):
            header.show_path(self.path(), self.path_note())
            header.show_who(self.kundkort.company, self.kundkort.user_name, self.kundkort.connection_note())

    def offers(self) -> list[Offer]:
        """Return the keys for the band; what cannot be used now is greyed, Esc and help stay to the last."""
        if self.commands is not None:
            return self.commands.offers()
        offers: list[Offer] = []
        for entry in [*self.keys(), "app.help"]:
            key_id, words = (entry, "") if isinstance(entry, str) else entry
            key = KEYS[key_id]
            cap = shown_key(key, typing=self.typing)
            reason = self.reason(key_id)
            if cap and (reason is None or entry != "app.help"):
                offers.append(
                    Offer(
                        key_id,
                        cap,
                        words or _(key.words),
                        usable=reason is None,
                        stays=key_id in ("app.back", "app.help"),
                        at_right=key_id == "app.help",
                    )
                )
        return offers

    def question(self, question: Question) -> Awaitable[str | None]:
        """Ask in the band; the answer's value, None for Esc. Await it in an action or in `start`, not in a handler."""
        self.make_room(QUESTION_LINES - LINES)
        return self._answered(self.band.ask(question))

    async def _answered(self, answer: Awaitable[str | None]) -> str | None:
        try:
            return await answer
        finally:
            self.make_room(0)

    # -- doing -----------------------------------------------------------------------------------------------------

    def press(self, key_id: str) -> None:
        """Do what a key does, or say why it cannot be used now.

        `card.edit` does `action_card_edit`, else `action_edit`. Any action may be async: it then runs beside.
        """
        if self.band.asking:
            return
        if self.commands is not None and key_id != "app.palette":
            self.commands.close()
        reason = self.reason(key_id)
        if reason is not None:
            self.say(reason, level="warning")
            return
        with self.errors_told():
            result = self.action_for(key_id)()
            if isawaitable(result):
                self.start(cast("Awaitable[object]", result), group=f"press {key_id}")

    def action_for(self, key_id: str) -> Callable[[], object]:
        """Return what a key does."""
        own = getattr(self, "action_" + key_id.replace(".", "_"), None)
        return cast("Callable[[], object]", own or getattr(self, f"action_{KEYS[key_id].verb}"))

    async def action_press(self, key_id: str) -> None:
        """Do what a key of the catalogue does (bindings of tui.keys lead here)."""
        self.press(key_id)
        # What was started beside begins now: a question that it asks at once gets the very next key.
        await asyncio.sleep(0)

    @on(Band.Pressed)
    def _band_pressed(self, event: Band.Pressed) -> None:
        (self.commands.widget if event.id.startswith("palette.") and self.commands else self).press(event.id)

    # -- keys that every page has ----------------------------------------------------------------------------------

    def action_back(self) -> Coroutine[Any, Any, None] | None:
        """Climb one step; on the first page there is none."""
        return self._leave() if len([page for page in self.app.screen_stack if isinstance(page, Page)]) > 1 else None

    async def _leave(self) -> None:
        if await self.may_leave():
            self.dismiss(None)

    followed: Live | None = None
    """What tells the page of what others change, if it follows that."""

    # -- events ----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show header and band from the first frame on."""
        self.call_later(self.refresh_header)
        self.call_later(self.refresh_band)

    def on_screen_resume(self) -> None:
        """Bring header and band up to date when the page is on top again, and what others changed meanwhile."""
        self.refresh_header()
        self.refresh_band()
        if self.followed is not None:
            self.followed.look()

    def on_unmount(self) -> None:
        """Follow what others change no more."""
        if self.followed is not None:
            self.followed.end()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Offer the keys of what has focus now."""
        self.refresh_band()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Offer the keys of what has focus now."""
        self.call_later(self.refresh_band)
