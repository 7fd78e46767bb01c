"""The parts of an import's page: rows and the pane beside them, which shows a row in full or what can be chosen."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one

from core.text import N_
from tui.importing.detail import detail_lines, kept_lines, refused_lines
from tui.importing.following import Following
from tui.importing.lines import Shown, chips_line
from tui.importing.pane_content import Panes, turned
from tui.importing.run import Import
from tui.importing.stage_keys import Situation
from tui.keys import KEYS, bindings, shown_key
from tui.paint import Line
from tui.screens.base import Page
from tui.widgets.import_chips import ImportChips
from tui.widgets.import_list import ImportList
from tui.widgets.import_pane import ImportPane, Mode
from tui.widgets.lines_view import LinesView
from tui.widgets.narrow_field import NarrowField
from tui.widgets.path_field import PathField

DETAILS_AFTER = 0.05
"""Seconds the cursor rests on a row before the pane follows."""
WIDE = 120
ROOM_FOR_REFUSED = 30
"""From this height on the first refused rows stand below every row's details."""


class ImportPage(Page[None]):
    """Lays out rows and pane, and does what one chooses in the pane; what the import does is its subclass's."""

    CSS_PATH = ["import_rows.tcss", "../widgets/search_field.tcss", "../widgets/pane.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("import.filter", "import.columns", "import.details", "import.rows"),
    ]

    table = query_one(ImportList)
    pane = query_one(ImportPane)
    chips = query_one(ImportChips)
    target = query_one("#target", PathField)

    def __init__(self, work: Import) -> None:
        super().__init__()
        self.work = work
        self.rows = Following(self)
        self.panes = Panes(self)

    def content(self) -> ComposeResult:
        """Make chips, rows, and the pane beside them."""
        yield ImportChips(
            lambda width: chips_line(self.work, self.rows.shown, shown_key(KEYS["import.filter"], typing=False), width)
        )
        yield PathField(N_("Path of the file to write"), id="target")
        with Horizontal(id="rows"):
            yield ImportList(self.kundkort.state.number_width)
            yield ImportPane()

    # -- where one is ----------------------------------------------------------------------------------------------

    def situation(self) -> Situation:
        row = self.table.row
        if row is not None:
            row = row._replace(left_out=row.id in self.work.left_out)
        return Situation(self.work, row, self.where(), self.narrow, self.panes.changed)

    def where(self) -> str:
        """Return what has the keys: "rows", "details", "filter", "columns", "choice" or "writing"."""
        if self.has_class("-writing"):
            return "writing"
        if self.pane.mode != "details":
            return self.pane.mode
        return "details" if self.pane.details.has_focus or (self.narrow and self.has_class("-pane")) else "rows"

    @property
    def narrow(self) -> bool:
        """Whether there is no room for the pane beside the whole list."""
        return self.size.width < WIDE

    def retranslate(self) -> None:
        """Write everything in the language that is spoken now."""
        self.table.relayout()
        self.chips.refresh()
        self.pane.field.retranslate()
        self.target.retranslate()
        self._show_mode()
        super().retranslate()

    # -- the pane ----------------------------------------------------------------------------------------------------

    @on(ImportList.Moved)
    def _moved(self, event: ImportList.Moved) -> None:
        self.follow()
        self.refresh_band()

    def follow(self) -> None:
        """Let the pane follow the cursor, a moment later."""
        self.start(self._show_details(), group="details", exclusive=True)

    async def _show_details(self) -> None:
        await asyncio.sleep(DETAILS_AFTER)
        if self.pane.mode == "details" and self.pane.display:
            self.pane.show_details(self.details())

    def details(self) -> list[Line]:
        """Return what the pane says of the row at the cursor."""
        width, row = self.pane.text_width, self.situation().row
        lines: list[Line] = []
        if self.work.undone is not None:
            lines += [*kept_lines(self.work.undone.kept, width), []]
        if row is not None:
            zone = self.kundkort.settings.time_zone if self.kundkort.settings is not None else ""
            done = self.work.job is not None
            lines += detail_lines(row, width, done=done, today=self.kundkort.today, zone=zone)
        if self.size.height >= ROOM_FOR_REFUSED:
            lines += refused_lines(self.rows.refused, self.work.rows("refused"), width)
        return lines

    def show_mode(self, mode: Mode) -> None:
        """Let the pane show another thing, and give it the keys; details leave them to the list."""
        self.pane.show_mode(mode)
        self.set_class(mode != "details", "-pane")
        self._show_mode()
        # Once more when the pane has its width: it may just have come into sight.
        self.call_after_refresh(self._show_mode)
        if mode == "details":
            self.table.focus()
        elif mode == "choice":
            self.pane.field.input.focus()
        else:
            self.pane.choices.focus()
        self._lay_out()
        self.refresh_band()

    def _show_mode(self) -> None:
        show = {"filter": self.panes.show_filter, "columns": self.panes.show_columns, "choice": self.panes.show_choice}
        show.get(self.pane.mode, self.follow)()

    def _lay_out(self) -> None:
        self.table.beside_pane = not self.narrow or self.has_class("-pane")
        self.table.light(self.where() in ("rows", "details"))
        self.table.relayout()

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        self._lay_out()
        self.call_later(self._show_mode)

    @on(LinesView.Moved)
    @on(LinesView.NearEnd)
    def _pane_moved(self, event: LinesView.Moved | LinesView.NearEnd) -> None:
        self.refresh_band()

    @on(LinesView.Opened)
    def _pane_opened(self, event: LinesView.Opened) -> None:
        self.press("import.tick" if self.pane.mode == "filter" else "import.choose")

    @on(NarrowField.Typed, "#pane-search")
    def _narrowed(self, event: NarrowField.Typed) -> None:
        if self.pane.mode == "choice":
            self.panes.show_choice()

    @on(ImportChips.Pressed)
    def _chip_pressed(self, event: ImportChips.Pressed) -> None:
        if event.turns in KEYS:
            self.press(event.turns)
        else:
            self.turn(self.rows.shown.turned(event.turns))

    def turn(self, shown: Shown) -> None:
        """Show other rows; the cursor stays on its row, or goes to the next that is shown."""
        self.rows.show(shown)
        self.chips.bring_up_to_date()
        if self.pane.mode == "filter":
            self.panes.show_filter()

    def action_filter(self) -> None:
        """Choose which rows are shown."""
        self.show_mode("filter")

    def action_tick(self) -> None:
        """Show the rows of the kind at the cursor, or hide them."""
        if self.pane.mode == "filter":
            self.turn(turned(self.rows.shown, self.pane.chosen))

    def action_columns(self) -> None:
        """Set by hand which column is what."""
        self.panes.begin_columns()
        self.show_mode("columns")

    async def action_choose(self) -> None:
        """Choose something for the column at the cursor, or take what was chosen."""
        if self.pane.mode == "filter":
            self.show_mode("details")
        elif self.pane.mode == "columns" and self.panes.begin_choice():
            self.show_mode("choice")
        elif self.pane.mode == "choice":
            await self.action_run()

    async def action_run(self) -> None:
        """Take what was chosen."""
        await self.panes.take_choice()
        self.show_mode("columns")

    def action_find(self) -> None:
        """Go to the field that narrows the choices."""
        if self.pane.mode == "choice":
            self.pane.field.input.focus()

    def action_up(self) -> None:
        """One line up in what can be chosen."""
        self.pane.choices.action_up()

    def action_down(self) -> None:
        """One line down in what can be chosen."""
        self.pane.choices.action_down()

    def action_details(self) -> None:
        """Show the row in full; once more lets its lines scroll."""
        if self.narrow and not self.has_class("-pane"):
            self.add_class("-pane")
            self._lay_out()
            self.follow()
        else:
            self.pane.details.focus()
        self.refresh_band()

    def action_rows(self) -> None:
        """Back from the row in full to the list."""
        if not self.pane.details.has_focus:
            self.remove_class("-pane")
        self.table.focus()
        self._lay_out()
        self.refresh_band()
