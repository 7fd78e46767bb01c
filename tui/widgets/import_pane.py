"""The pane beside the rows of an import: a row in full, which rows are shown, or which column is what."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.strip import Strip

from core.text import N_
from tui.keys import bindings
from tui.lines import Row
from tui.paint import Line, gap, paint
from tui.widgets.lines_view import LinesView
from tui.widgets.narrow_field import NarrowField

Mode = Literal["details", "filter", "columns", "choice"]


class DetailView(LinesView):
    """Lines to read, that scroll; no row of them is chosen, so they need no gutter but a cell of air."""

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        index = self.top + y
        line = self.rows[index].line if index < len(self.rows) else ()
        return paint([gap(1), *line], self.app.theme, self.size.width)


class ChoiceView(LinesView):
    """Lines to choose from; the keys of choosing are pressed on the page."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("import.choose", "import.tick", "import.find")

    @property
    def lit(self) -> bool:
        """With focus, or while the field above it moves the cursor."""
        return self.has_focus or (isinstance(self.parent, ImportPane) and self.parent.mode == "choice")


class ImportPane(Vertical):
    """Shows one thing at a time (`mode`); what is chosen and typed in it is the page's."""

    details = query_one("#details", DetailView)
    choices = query_one("#choices", ChoiceView)
    field = query_one(NarrowField)

    def __init__(self) -> None:
        super().__init__(classes="pane")
        self.mode: Mode = "details"

    def compose(self) -> ComposeResult:
        """Make what can be shown."""
        yield DetailView(id="details")
        yield NarrowField(N_("Search field"), id="pane-search")
        yield ChoiceView(id="choices")

    @property
    def text_width(self) -> int:
        """Cells that a line of details may take."""
        return max(self.size.width - 3, 10)

    def show_mode(self, mode: Mode) -> None:
        """Show another thing."""
        self.mode = mode
        self.set_class(mode == "choice", "-choice")
        self.set_class(mode in ("filter", "columns"), "-choosing")

    def show_details(self, lines: Sequence[Line], *, from_top: bool = True) -> None:
        """Show a row in full."""
        self.details.show([Row(line) for line in lines])
        if from_top:
            self.details.scroll_home()

    def show_choices(self, rows: Sequence[Row], ref: Hashable | None = None) -> None:
        """Show what can be chosen, the cursor on `ref`."""
        self.choices.show(rows, ref=ref)

    @property
    def chosen(self) -> Hashable | None:
        """What the cursor is on."""
        return self.choices.ref
