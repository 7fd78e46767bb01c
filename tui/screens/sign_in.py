"""The page that asks who one is: login and password of a server, at the start and when a sign-in has ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.errors import Invalid, SignedOut
from core.places import without_password
from core.text import _
from core.words import error_text
from tui.keys import bindings
from tui.lines import GUTTER, Row, wrapped
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.widgets.lines_view import LinesView
from tui.widgets.sign_in_form import SignInForm

WIDEST = 76
"""Cells: longer lines are hard to read."""

Entering = Callable[[str, str], Awaitable[Any]]


class SignInScreen(Page[Any]):
    """Asks until `entering` (with login and password) gives something, which the page is dismissed with; None for Esc.

    With `fixed` somebody is at work on the pages below, and only they can sign in.
    """

    CSS_PATH = "sign_in.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sign_in.enter", "sign_in.field")]

    lines = query_one("#why", LinesView)
    form = query_one(SignInForm)

    def __init__(self, entering: Entering, *, login: str = "", fixed: bool = False) -> None:
        super().__init__()
        self._entering = entering
        self._login, self._fixed = login, fixed
        self._busy = False

    def content(self) -> ComposeResult:
        """Make the lines, and the two fields below them."""
        yield LinesView(id="why")
        yield SignInForm(self._login, fixed=self._fixed)

    def on_mount(self) -> None:
        """Take what is typed."""
        self.form.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines for another width."""
        self._show()

    @property
    def typing(self) -> bool:
        """Whether what is typed now goes into a field."""
        return self.form.has_focus

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Sign in"),)

    def status(self) -> tuple[Line, Span | None]:
        """Say what becomes of the password."""
        return [Span(_("The password is kept nowhere, only that you are signed in here"), "muted")], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        field = [] if self._fixed else ["sign_in.field"]
        return ["sign_in.enter", *field, *([("app.back", _("later"))] if self._fixed else ["app.quit"])]

    def why_not(self, key_id: str) -> str | None:
        """Return why a key cannot be used: before one is signed in there is little to do."""
        if key_id in ("app.palette", "app.undo", "go.menu", "go.import", "go.recent"):
            return _("Sign in first")
        if key_id == "app.back" and not self._fixed:
            return _("There is nothing to see before you have signed in: Ctrl+Q quits")
        return None

    def action_field(self) -> None:
        """Go to the other field."""
        self.form.step()

    def action_enter(self) -> None:
        """Go on, or sign in."""
        if not self._busy:
            self.form.enter()

    @on(SignInForm.Entered)
    def _entered(self, event: SignInForm.Entered) -> None:
        if not self._busy:
            self._busy = True
            self.start(self._sign_in(event.login, self.form.password), group="sign in")

    async def _sign_in(self, login: str, password: str) -> None:
        try:
            with self.waiting(_("Signing in …")):
                found = await self._entering(login, password)
        except (Invalid, SignedOut) as error:
            self.form.forget_password()
            self.say(error_text(error), level="error")
            return
        finally:
            self._busy = False
        self.dismiss(found)

    def retranslate(self) -> None:
        """Ask in the language that is spoken now."""
        super().retranslate()
        self._show()

    def _show(self) -> None:
        self.lines.show([*self._why(min(self.size.width - GUTTER - 1, WIDEST))])

    def _why(self, width: int) -> Iterator[Row]:
        yield Row()
        head = _("You are signed out") if self._fixed else _("Sign in to the register")
        yield Row([Span(head, bold=True)])
        place = without_password(self.kundkort.register_url)
        why = _("What you were doing stands below, and goes on when you have signed in.") if self._fixed else place
        for line in wrapped(why, width):
            yield Row([Span(line, "muted")])
