"""The two fields of signing in: the login, and the password, of which only its length is ever shown."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from core.text import N_, _
from tui.form.slots import FIELD, LABEL_WIDTH, caret_spans
from tui.form.text_edit import TextEdit, window
from tui.format import fit
from tui.lines import GUTTER
from tui.paint import Span, gap, paint
from tui.signs import sign
from tui.theme import PALETTES
from tui.widgets.line_widget import LineWidget

LABELS = {"login": N_("Login"), "password": N_("Password")}
WIDEST = 40
"""Cells of a field."""


class SignInForm(LineWidget, can_focus=True):
    """A line for each field; with a fixed login only the password is typed. Enter on the last one posts `Entered`.

    What is typed as password stands in this widget alone: it is never painted, copied, kept or logged.
    """

    @dataclass
    class Entered(Message):
        """Enter was pressed, or its key clicked on."""

        login: str

    def __init__(self, login: str, *, fixed: bool) -> None:
        super().__init__()
        self._edits = {"login": TextEdit(login), "password": TextEdit("")}
        self._fixed = fixed
        self._at = "password" if fixed or login else "login"
        self._first_letter = 0

    takes_text = True

    @property
    def login(self) -> str:
        """The login as it is typed."""
        return self._edits["login"].text.strip()

    @property
    def password(self) -> str:
        """The password as it is typed."""
        return self._edits["password"].text

    def forget_password(self) -> None:
        """Empty the password's field, and put the focus on it."""
        self._edits["password"] = TextEdit("")
        self._go("password")

    def enter(self) -> None:
        """Go on to the password; from there, with both typed, sign in."""
        empty = next((name for name, edit in self._edits.items() if not edit.text.strip()), None)
        if empty is not None:
            self._go(empty)
        elif self._at == "login" and not self.password:
            self._go("password")
        else:
            self.post_message(self.Entered(self.login))

    def step(self) -> None:
        """Go to the other field."""
        if not self._fixed:
            self._go("login" if self._at == "password" else "password")

    def _go(self, name: str) -> None:
        before = self._at
        self._at, self._first_letter = name, 0
        self._refresh(before)
        self._refresh(name)

    def _refresh(self, name: str) -> None:
        self.refresh_rows(list(self._edits).index(name))
        self._place_cursor()

    # -- keys and the mouse ----------------------------------------------------------------------------------------

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say that letters are typed here."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Type into the field; other keys are the page's."""
        edit = self._edits[self._at]
        if event.is_printable and event.character:
            edit.insert(event.character)
        elif not edit.press(event.key):
            return
        event.stop()
        event.prevent_default()
        self._refresh(self._at)

    def on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted."""
        event.stop()
        self._edits[self._at].insert(event.text)
        self._refresh(self._at)

    def on_click(self, event: events.Click) -> None:
        """Go to the field that was clicked on."""
        if event.y < len(self._edits) and not self._fixed:
            self._go(list(self._edits)[event.y])

    # -- painting --------------------------------------------------------------------------------------------------

    def focus_changed(self) -> None:
        """The caret shows only with focus."""
        self._refresh(self._at)

    def _shown(self, name: str) -> str:
        text = self._edits[name].text
        return sign("hidden") * len(text) if name == "password" else text

    def _place_cursor(self) -> None:
        """Put the terminal's own cursor where one types: screen readers and input methods follow it."""
        if self.has_focus:
            y = list(self._edits).index(self._at)
            column = FIELD + self._edits[self._at].caret - self._first_letter
            self.app.cursor_position = self.region.offset + Offset(column, y)

    def render_line(self, y: int) -> Strip:
        """Return a field with its label and hairline; a fixed login is a fact."""
        theme, width = self.app.theme, self.size.width
        if y >= len(self._edits):
            return paint((), theme, width)
        name = list(self._edits)[y]
        shown, edit = self._shown(name), self._edits[name]
        on = name == self._at and self.has_focus
        label = Span(fit(_(LABELS[name]), LABEL_WIDTH), "text" if on else "muted", bold=on)
        if self._fixed and name == "login":
            return paint([gap(GUTTER), label, gap(1), Span(shown, "muted")], theme, width)
        line = [Span(sign("cursor"), "accent") if on else gap(1), gap(GUTTER - 1), label, Span(sign("field"), "edge")]
        room = max(min(width - 2 - FIELD, WIDEST), 1)
        if not on:
            return paint([*line, Span(fit(shown, room))], theme, width)
        self._first_letter = window(shown, edit.caret, room, self._first_letter)
        ansi = PALETTES[theme].ansi
        caret = edit.caret - self._first_letter
        return paint([*line, *caret_spans(shown[self._first_letter :], caret, room, ansi=ansi)], theme, width)
