"""A list of painted lines that fit in memory, with a gutter and a cursor over its rows: card, history, conflict."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from tui.keys import TABLE_MOVES, moves
from tui.lines import GUTTER, Row
from tui.paint import Span, gap, paint, width_of
from tui.signs import sign
from tui.theme import PALETTES
from tui.widgets.line_widget import LineWidget

WHEEL_LINES = 3


class LinesView(LineWidget, can_focus=True):
    """Shows rows (`show`); the cursor goes over those that refer to something, the rest scrolls by.

    Rows of one `ref` that stand together are one row: the cursor covers all its lines. Where no row refers to
    anything, the keys scroll.
    """

    BINDINGS: ClassVar[list[BindingType]] = moves(*TABLE_MOVES)

    ground = "background"
    """What the lines are painted on (tui.theme.BACKGROUNDS)."""

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        ref: Hashable | None

    @dataclass
    class Opened(Message):
        """The row was double-clicked."""

        ref: Hashable

    class NearEnd(Message):
        """The last lines are in sight: where there is more, now is the time to fetch it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[Row] = ()
        self.refs: list[Hashable] = []
        self.places: dict[Hashable, tuple[int, int]] = {}
        self.ref: Hashable | None = None
        self.top = 0

    @property
    def lit(self) -> bool:
        """Whether the cursor row is the one that keys work on."""
        return self.has_focus

    # -- what it is told -------------------------------------------------------------------------------------------

    def show(self, rows: Sequence[Row], *, ref: Hashable | None = None) -> None:
        """Show these rows. The cursor goes to `ref`, else stays on its row, or where that was, if it is gone."""
        with self._repainting():
            before = self.refs.index(self.ref) if self.ref in self.refs else 0
            self.rows = rows
            self.refs, self.places = [], {}
            for y, row in enumerate(rows):
                if row.ref is not None:
                    first, _last = self.places.get(row.ref, (y, y))
                    if row.ref not in self.places:
                        self.refs.append(row.ref)
                    self.places[row.ref] = (first, y)
            wanted = ref if ref in self.places else self.ref
            if wanted not in self.places:
                wanted = self.refs[min(before, len(self.refs) - 1)] if self.refs else None
            self.ref = wanted
            self.top = self._within(self.top)
            if ref is not None:
                self._bring_into_sight()

    def go_to(self, ref: Hashable) -> None:
        """Put the cursor on a row; nothing where there is none such."""
        if ref in self.places:
            with self._repainting():
                self.ref = ref
                self._bring_into_sight()

    def scroll_home(self, *_args: object, **_kwargs: object) -> None:
        """Go to the first line and the first row."""
        with self._repainting():
            self.top = 0
            self.ref = self.refs[0] if self.refs else None

    # -- moving ----------------------------------------------------------------------------------------------------

    def action_up(self) -> None:
        """One row up; at the first row, one line up."""
        self._step(-1)

    def action_down(self) -> None:
        """One row down; at the last row, one line down."""
        self._step(1)

    def action_page_up(self) -> None:
        """One page up."""
        self._page(-max(self.size.height - 1, 1))

    def action_page_down(self) -> None:
        """One page down."""
        self._page(max(self.size.height - 1, 1))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._page(-max(self.size.height // 2, 1))

    def action_half_down(self) -> None:
        """Half a page down."""
        self._page(max(self.size.height // 2, 1))

    def action_first(self) -> None:
        """To the first line."""
        self.scroll_home()

    def action_last(self) -> None:
        """To the last row."""
        with self._repainting():
            self.top = self._within(len(self.rows))
            self.ref = self.refs[-1] if self.refs else None

    def _step(self, by: int) -> None:
        with self._repainting():
            index = self.refs.index(self.ref) + by if self.ref in self.refs else -1
            if not 0 <= index < len(self.refs):
                self.top = self._within(self.top + by)
                return
            first, last = self.places[self.refs[index]]
            if first > self.top + self.size.height + 1 or last < self.top - 2:
                # The next row is out of sight: what lies between can be read line by line.
                self.top = self._within(self.top + by)
                return
            self.ref = self.refs[index]
            self._bring_into_sight()

    def _page(self, by: int) -> None:
        with self._repainting():
            line = self.places[self.ref][0] + by if self.ref in self.places else 0
            self.top = self._within(self.top + by)
            if self.refs:
                self.ref = min(self.refs, key=lambda ref: abs(self.places[ref][0] - line))
                self._bring_into_sight()

    def _within(self, top: int) -> int:
        return max(min(top, len(self.rows) - self.size.height), 0)

    def _bring_into_sight(self) -> None:
        if self.ref not in self.places or not self.size.height:
            return
        first, last = self.places[self.ref]
        # The head above the first row is shown with it.
        first = 0 if self.refs[0] == self.ref and first < self.size.height else self._head_above(first)
        if last >= self.top + self.size.height:
            self.top = last - self.size.height + 1
        self.top = self._within(min(self.top, first))

    def _head_above(self, y: int) -> int:
        return y - 1 if y > 0 and self.rows[y - 1].ref is None and self.rows[y - 1].line else y

    @contextmanager
    def _repainting(self) -> Iterator[None]:
        """Paint the lines that what happens inside changes, and no others."""
        before = [self._look(y) for y in range(self.size.height)]
        ref = self.ref
        yield
        if not before:
            # Not in sight: Textual would show the old lines when it comes back.
            self.refresh()
        for y, look in enumerate(before):
            if look != self._look(y):
                self.refresh_rows(y)
        if ref != self.ref:
            self.post_message(self.Moved(self.ref))
        if self.rows and self.top + self.size.height >= len(self.rows) - 1:
            self.post_message(self.NearEnd())

    def _look(self, y: int) -> tuple[Row | None, bool]:
        index = self.top + y
        row = self.rows[index] if index < len(self.rows) else None
        return row, row is not None and row.ref is not None and row.ref == self.ref

    # -- the mouse -------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was; a double click opens."""
        index = self.top + event.y
        ref = self.rows[index].ref if index < len(self.rows) else None
        if ref is not None:
            self.go_to(ref)
            if event.chain == 2:
                self.post_message(self.Opened(ref))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show lines further down; the cursor stays on its row."""
        event.stop()
        with self._repainting():
            self.top = self._within(self.top + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show lines further up."""
        event.stop()
        with self._repainting():
            self.top = self._within(self.top - WHEEL_LINES)

    # -- painting --------------------------------------------------------------------------------------------------

    def focus_changed(self) -> None:
        """Only the cursor row looks different without focus."""
        if self.ref in self.places:
            first, last = self.places[self.ref]
            self.refresh_rows(first - self.top, last - first + 1)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self.top = self._within(self.top)
        self._bring_into_sight()

    def render_line(self, y: int) -> Strip:
        """Return the line of a row with its gutter."""
        theme, width = self.app.theme, self.size.width
        row, at_cursor = self._look(y)
        if row is None:
            return paint((), theme, width, self.ground)
        line, gutter = list(row.line), row.sign or gap(1)
        bar = gap(1)
        if at_cursor:
            name, role = ("cursor", "accent") if self.lit else ("cursor_blurred", "muted")
            bar = Span(sign(name), role, sign=True, on=self.ground if PALETTES[theme].ansi else "")
            if 0 <= row.bold < len(line):
                line[row.bold] = line[row.bold]._replace(bold=True)
        whole = [bar, gutter, gap(GUTTER - width_of([bar, gutter])), *line]
        return paint(whole, theme, width, "cursor" if at_cursor and self.lit else self.ground)


class LedLines(LinesView, can_focus=False):
    """Lines whose cursor is moved from a field beside them, which has the focus: it is always the one keys work on."""

    @property
    def lit(self) -> bool:
        """Always."""
        return True
