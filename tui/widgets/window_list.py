"""A list out of a few windows of rows, moved through by keys and mouse, whatever the rows are; knows no register."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from tui.keys import TABLE_MOVES, moves
from tui.listing.rows import R, Window
from tui.listing.viewport import JUMPS, Wanted
from tui.paint import Line, Span, gap, paint
from tui.signs import sign
from tui.theme import PALETTES
from tui.widgets.barred_list import BarredList

KEPT_STRIPS = 600
WHEEL_ROWS = 3

Look = Literal["", "lit", "blurred"]
"""A row as any other, as the one that keys work on, or as the cursor row of a list that has not the keys."""


class WindowList(BarredList[R], can_focus=True):
    """Shows rows that it is fed: it asks by `WindowWanted` and gets `feed`; a new question begins with `begin`.

    Line 0 is the column heads. `generation` tells answers to an earlier question apart: they are let go. A subclass
    gives `heads_line`, `row_line`, `strip_key` and `column_at`.
    """

    BINDINGS: ClassVar[list[BindingType]] = moves(*TABLE_MOVES)

    @dataclass
    class WindowWanted(Message):
        """Rows are needed; the answer goes to `feed` with the same generation."""

        generation: int
        wanted: Wanted

    class Moved(Message):
        """The cursor is on another row, or on none: `row` of the list."""

    class Opened(Message):
        """The row at the cursor was double-clicked."""

    @dataclass
    class HeadClicked(Message):
        """Somebody clicked on the head of a column."""

        column: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.generation = 0
        self._instead: Sequence[Line] = ()
        self._strips: dict[Hashable, Strip] = {}

    # -- what a subclass says of its rows --------------------------------------------------------------------------

    def heads_line(self, *, underline: bool) -> Line:
        """Return the line of column heads; underlined where that is all that tells them from rows."""
        raise NotImplementedError

    def row_line(self, row: R, *, cursor: bool) -> list[Span]:
        """Return the whole line of a row, gutter included; the cursor's bar takes the place of its first cell."""
        raise NotImplementedError

    def strip_key(self, row: R) -> Hashable:
        """Return what makes a row look as it does: two rows with the same are painted once."""
        raise NotImplementedError

    def ground_of(self, row: R) -> str:
        """Return what a row without the cursor is painted on (tui.theme.BACKGROUNDS)."""
        return "background"

    def column_at(self, x: int) -> str:
        """Return the name of the column at cell `x`, "" where none is."""
        return ""

    def moved(self) -> None:
        """Tell that the cursor is on another row; a subclass that tells it at once has it painted in the same frame."""
        self.post_message(self.Moved())

    def asked_anew(self) -> None:
        """Learn that the first rows of the answer to another question are here."""

    # -- what it is told -------------------------------------------------------------------------------------------

    def begin(self, *, stay: bool = False) -> int:
        """Begin another question, and return its generation; the rows there are stay until the answer comes.

        With `stay` the cursor stays on its row, if that is among the first rows of the answer.
        """
        self.generation += 1
        self.view.begin(stay=stay)
        return self.generation

    def feed(self, generation: int, wanted: Wanted, window: Window[R], *, thin: bool = False) -> None:
        """Take the rows that were asked for (`Viewport.feed`); the answer to an earlier question is let go."""
        if generation != self.generation:
            return
        with self._repainting():
            if wanted.place in JUMPS:
                self.asked_anew()
            self.view.feed(wanted, window, thin=thin)

    def fail(self, generation: int, wanted: Wanted) -> None:
        """Learn that rows that were asked for do not come; they are asked for again at the next move."""
        if generation == self.generation:
            self.view.failed(wanted)

    def replace(self, wanted: Wanted, windows: Sequence[Window[R]]) -> None:
        """Take rows that were read again: the cursor stays on its row, and only lines that differ are painted."""
        with self._repainting():
            self.view.replace(wanted, windows)

    def show_count(self, count: int | None) -> None:
        """Learn how many rows there are in all, None where that is not known exactly: the bar follows from it."""
        with self._repainting():
            self.count = count
            if count is not None:
                self.view.know_count(count)

    @property
    def row(self) -> R | None:
        """The row at the cursor."""
        return self.view.row

    def go_to(self, row_id: int) -> bool:
        """Put the cursor on a row that is held; say whether it is."""
        index = self.view.rows.index_of(row_id)
        if index is not None:
            self._move(index)
        return index is not None

    # -- moving ----------------------------------------------------------------------------------------------------

    def action_up(self) -> None:
        """One row up."""
        self._move(self.view.cursor - 1)

    def action_down(self) -> None:
        """One row down."""
        self._move(self.view.cursor + 1)

    def action_page_up(self) -> None:
        """One page up: the rows move, the cursor stays on its line."""
        self._move(self.view.cursor - self.view.page, -self.view.page)

    def action_page_down(self) -> None:
        """One page down."""
        self._move(self.view.cursor + self.view.page, self.view.page)

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(self.view.cursor - self.view.page // 2, -(self.view.page // 2))

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(self.view.cursor + self.view.page // 2, self.view.page // 2)

    def action_first(self) -> None:
        """The first row of all."""
        self._jump("first")

    def action_last(self) -> None:
        """The last row of all."""
        self._jump("last")

    def _move(self, index: int, scroll: int = 0) -> None:
        with self._repainting():
            self.view.move_to(index, scroll)

    def keep_clear(self, lines: int) -> None:
        """Bring the cursor out of the last `lines` lines, which something covers; 0: nothing does any more."""
        with self._repainting():
            self.view.keep_clear(lines)

    def _jump(self, place: Literal["first", "last"]) -> None:
        with self._repainting():
            wanted = self.view.jump(place)
        if wanted is not None:
            self.post_message(self.WindowWanted(self.generation, wanted))

    def jump_to(self, number: int, line: int | None = None) -> None:
        """Go to row `number` of all, from 0; it comes to stand on that line, else in the middle."""
        with self._repainting():
            wanted = self.view.jump_to(number, self.view.page // 2 if line is None else line)
        if wanted is not None:
            self.post_message(self.WindowWanted(self.generation, wanted))

    @contextmanager
    def _repainting(self) -> Iterator[None]:
        """Paint the lines that what happens inside changes, and no others; tell where the cursor is, ask for rows."""
        rows, line, row = self.view.in_sight(), self.view.line, self.view.row
        yield
        now = self.view.in_sight()
        changed = {y for y in range(max(len(rows), len(now))) if rows[y : y + 1] != now[y : y + 1]}
        if self.view.line != line or (row is None) != (self.view.row is None):
            changed |= {line, self.view.line}
        for y in changed:
            self.refresh_rows(y + 1)
        self.show_bar(changed)
        if row != self.view.row:
            self.moved()
        for wanted in self.view.needed():
            self.post_message(self.WindowWanted(self.generation, wanted))

    # -- the mouse -------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was; a double click opens, a click on a head sorts."""
        if self.was_dragged:
            self.was_dragged = False
        elif event.y == 0:
            self.post_message(self.HeadClicked(self.column_at(event.x)))
        elif self.view.top + event.y - 1 < len(self.view.rows):
            self._move(self.view.top + event.y - 1)
            if event.chain == 2:
                self.post_message(self.Opened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show rows further down; the cursor stays on its row while that is in sight."""
        event.stop()
        with self._repainting():
            self.view.wheel(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show rows further up."""
        event.stop()
        with self._repainting():
            self.view.wheel(-WHEEL_ROWS)

    # -- painting --------------------------------------------------------------------------------------------------

    def light(self, lit: bool) -> None:
        """Show the cursor row as the one that keys work on, or as that of a list beside something that has the keys."""
        if lit != self.lit:
            self.lit = lit
            self.refresh_rows(self.view.line + 1)

    def say_instead(self, lines: Sequence[Line]) -> None:
        """Show these lines where there are no rows."""
        if list(map(list, lines)) != list(map(list, self._instead)):
            self._instead = tuple(lines)
            if not len(self.view.rows):
                self.refresh_rows(1, self.view.page)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out columns for the new size; the cursor stays in sight."""
        with self._repainting():
            self.view.resize(event.size.height - 1)
        self.relayout()

    def relayout(self) -> None:
        """Paint everything anew: width, language or columns are others. A subclass lays out its columns first."""
        self.forget_painted()
        self.refresh()

    def forget_painted(self) -> None:
        """Paint rows anew the next time they are shown."""
        self._strips.clear()

    def notify_style_update(self) -> None:
        """Forget what was painted in another theme."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return the heads, or the row of that line."""
        theme, width = self.app.theme, self.size.width - 1
        if y == 0:
            return paint(self.heads_line(underline=PALETTES[theme].ansi), theme, width + 1)
        return Strip.join([self._line(y, theme, width), self.bar_cell(y - 1, theme)])

    def _line(self, y: int, theme: str, width: int) -> Strip:
        """Return the line of a row without the cell of the bar."""
        index = self.view.top + y - 1
        if index >= len(self.view.rows):
            instead = self._instead if not len(self.view.rows) else ()
            return paint(instead[y - 2] if 0 <= y - 2 < len(instead) else (), theme, width)
        row = self.view.rows[index]
        look: Look = "" if index != self.view.cursor else "lit" if self.lit else "blurred"
        key = (self.strip_key(row), look)
        if key not in self._strips:
            if len(self._strips) >= KEPT_STRIPS:
                self._strips.clear()
            self._strips[key] = self._row_strip(row, look)
        return self._strips[key]

    def _row_strip(self, row: R, look: Look) -> Strip:
        theme, width = self.app.theme, self.size.width - 1
        line = self.row_line(row, cursor=bool(look))
        if not look:
            return paint(line, theme, width, self.ground_of(row))
        name, role = ("cursor", "accent") if look == "lit" else ("cursor_blurred", "muted")
        bar = Span(sign(name), role, sign=True, on="background" if PALETTES[theme].ansi else "")
        first = line[0]._replace(text=line[0].text[len(bar.text) :]) if line else gap(0)
        return paint([bar, first, *line[1:]], theme, width, "cursor" if look == "lit" else "background")
