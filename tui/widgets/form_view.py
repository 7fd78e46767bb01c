"""The form's widget: it paints a FormState, only the rows that changed, and gives it keys, pastes and clicks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from core.errors import Fault
from tui.form.lines import Place, caret_place, places, row_line
from tui.form.model import EditModel
from tui.form.plan import slots_of
from tui.form.slots import FIELD, Look, comment_width, frame, text_offset
from tui.form.state import FormState
from tui.form.taking_in import Theirs
from tui.paint import Span, paint
from tui.theme import PALETTES
from tui.widgets.line_widget import LineWidget

WHEEL_LINES = 3


class FormView(LineWidget, can_focus=True):
    """Shows a form and is typed in. The whole form is one widget: opening it is quick, and a letter paints one line."""

    @dataclass
    class Edited(Message):
        """A field's value changed."""

        key: str

    @dataclass
    class Moved(Message):
        """The focus left one slot and is on another."""

        left: str
        on: str

    @dataclass
    class Acted(Message):
        """An action slot was pressed that the page must do: "add:contact", "add:buyer"."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self.state = FormState(
            edited=lambda key: self.post_message(self.Edited(key)),
            moved=lambda left, on: self.post_message(self.Moved(left, on)),
            acted=lambda key: self.post_message(self.Acted(key)),
        )
        self.faults: Mapping[str, Fault] = {}
        self.hints: dict[str, str] = {}
        self.theirs: Mapping[str, Theirs] = {}
        self.top = 0
        self.first_letter = 0
        self.places: list[Place] = []
        self.painted: list[list[Span]] = []

    # -- what it is told -------------------------------------------------------------------------------------------

    def show_model(self, model: EditModel, *, slot: str = "") -> None:
        """Show this form, with the focus on `slot` (the first text field where "")."""
        self.state.use(model, slot)
        self.update_rows(bring=True)

    def show_faults(self, faults: Mapping[str, Fault]) -> None:
        """Show these faults beside their fields."""
        if faults != self.faults:
            self.faults = faults
            self.update_rows()

    def show_hint(self, key: str, text: str) -> None:
        """Show a hint beside a field, where nothing is wrong with it; "" takes it away."""
        if text != self.hints.get(key, ""):
            self.hints[key] = text
            if not text:
                del self.hints[key]
            self.update_rows()

    def show_theirs(self, theirs: Mapping[str, Theirs]) -> None:
        """Show beside their fields what others have changed (keys as `TakenIn.notes`)."""
        if theirs != self.theirs:
            self.theirs = theirs
            self.update_rows()

    def take_in(self, theirs: Mapping[str, Theirs]) -> None:
        """Show what the model has taken in of what others saved: where one types stays where it is on the screen."""
        self.theirs = theirs
        model = self.state.model
        if model is None or not self.size.height:
            return
        line = self._caret(self._look(model))[0] - self.top
        self.state.replan()
        look = self._look(model)
        self.places = places(look)
        self.top = self._caret(look)[0] - line
        self.update_rows()

    def focus_slot(self, key: str, caret: int | None = None) -> None:
        """Put the focus on a slot, or on what is nearest to it."""
        if self.state.model is not None:
            self.state.focus(key, caret)
            self.first_letter = 0
            self.update_rows(bring=True)

    def reload(self) -> None:
        """Show the form anew after its model changed outside."""
        self.focus_slot(self.state.slot)

    @property
    def takes_text(self) -> bool:
        """Whether letters are typed into the slot now."""
        return self.state.edit is not None

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say that letters belong to the field, so that no key of the page is one of them."""
        return self.takes_text and character is not None and character.isprintable()

    # -- keys and the mouse ----------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Type, choose, act or move, by the slot that has the focus; what means nothing here goes to the page."""
        if self.state.model is None:
            return
        slot = self.state.slot
        if event.key in ("pageup", "pagedown"):
            self.state.go_lines(self.size.height if event.key == "pagedown" else -self.size.height)
        elif not self.state.key(event.key, event.character or "" if event.is_printable else ""):
            return
        if slot != self.state.slot:
            self.first_letter = 0
        event.stop()
        event.prevent_default()
        self.update_rows(bring=True)

    def on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted."""
        event.stop()
        if self.state.model is not None:
            self.state.paste(event.text)
            self.update_rows(bring=True)

    def on_click(self, event: events.Click) -> None:
        """Put the focus, and the caret, where the click was; a click on a switch or an action does it."""
        index = self.top + event.y
        if index >= len(self.places):
            return
        slots = slots_of([self.state.lines[self.places[index].line]])
        at = [slot for slot in slots if event.x >= FIELD - 1 + slot.start] or slots
        if not at:
            return
        slot = at[-1]
        was_on = slot.key == self.state.slot
        self.focus_slot(slot.key, caret=max(event.x - FIELD - slot.start, 0))
        if self.state.locked:
            return
        if slot.kind == "switch":
            self.state.toggle()
        elif slot.kind == "action":
            self.state.act()
        elif slot.kind in ("radio", "choice") and was_on:
            self.state.choose(1)
        self.update_rows(bring=True)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show lines further down; the focus stays."""
        event.stop()
        self.top += WHEEL_LINES
        self.update_rows()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show lines further up."""
        event.stop()
        self.top = max(self.top - WHEEL_LINES, 0)
        self.update_rows()

    # -- painting --------------------------------------------------------------------------------------------------

    def update_rows(self, *, bring: bool = False) -> None:
        """Bring what is painted up to date, line by line where it differs; with `bring` the focus comes into sight."""
        if self.state.model is None or not self.size.height:
            return
        look = self._look(self.state.model)
        self.places = places(look)
        if bring:
            self._bring_into_sight(look)
        self.top = max(min(self.top, len(self.places) - self.size.height), 0)
        shown = self.places[self.top : self.top + self.size.height]
        painted = [row_line(look, place) for place in shown]
        for y in range(max(len(painted), len(self.painted))):
            if painted[y : y + 1] != self.painted[y : y + 1]:
                self.refresh_rows(y)
        self.painted = painted
        self._place_cursor(look)

    def _look(self, model: EditModel) -> Look:
        columns = frame(self.size.width)
        state = self.state
        state.comment_width = comment_width(columns)
        ansi = PALETTES[self.app.theme].ansi
        look = Look(model, state.lines, columns, state.slot, state.edit, self.faults, self.has_focus, ansi, self.hints)
        look.theirs = self.theirs
        if state.current is not None:
            self.first_letter = look.offset = text_offset(look, state.current, self.first_letter)
        return look

    def _caret(self, look: Look) -> tuple[int, int]:
        """Return the row that the caret is on, and its column in the field."""
        slot, edit = self.state.current, self.state.edit
        for index, place in enumerate(self.places):
            if slot is not None and slot in self.state.lines[place.line].slots:
                if slot.kind == "lines" and edit is not None:
                    row, column = caret_place(edit, comment_width(look.frame))
                    return index + row, column
                return index, slot.start + (edit.caret - self.first_letter if edit is not None else 0)
        return 0, 0

    def _bring_into_sight(self, look: Look) -> None:
        row, _column = self._caret(look)
        first = row
        while first > 0 and not self.state.lines[self.places[first - 1].line].slots:
            first -= 1
        below = 0 if look.frame.notes else 1
        self.top = max(self.top, row + below - self.size.height + 1)
        self.top = min(self.top, first)

    def _place_cursor(self, look: Look) -> None:
        """Put the terminal's own cursor where one types: screen readers and input methods follow it."""
        if self.has_focus and self.state.edit is not None:
            row, column = self._caret(look)
            origin = self.region.offset
            self.app.cursor_position = Offset(origin.x + FIELD + column, origin.y + row - self.top)

    def focus_changed(self) -> None:
        """Only the row with the focus looks different."""
        self.update_rows()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the form out for the new size, the focus in sight."""
        self.repaint()

    def repaint(self) -> None:
        """Paint everything anew: another size, theme or language."""
        self.painted = []
        if self.state.model is not None:
            self.state.replan()
        self.update_rows(bring=True)

    def notify_style_update(self) -> None:
        """Paint everything in the new theme."""
        super().notify_style_update()
        if self.is_mounted:
            self.repaint()

    def render_line(self, y: int) -> Strip:
        """Return a row."""
        line = self.painted[y] if y < len(self.painted) else ()
        return paint(line, self.app.theme, self.size.width)
