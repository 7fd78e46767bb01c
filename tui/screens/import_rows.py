"""The rows of an import: what each would do, left out or let in, applied, and taken back as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one

from core.imports.views import ImportRow
from core.text import N_, _
from tui.import_actions import ask_to_leave, ask_to_take_back, write_refused
from tui.import_detail import MOST_REFUSED, detail_lines, kept_lines, refused_lines
from tui.import_keys import Situation, offered, reason_not
from tui.import_lines import Shown, chips_line, status_line
from tui.import_loading import RowLoader
from tui.import_pane_content import Panes, turned
from tui.import_trouble import announce_end, trouble_of
from tui.importing import Import
from tui.keys import KEYS, bindings, shown_key
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.signs import sign
from tui.viewport import Wanted
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


class ImportRowsScreen(Page[None]):
    """One import. Leaving the page leaves the import as it is; it is there when the page is opened again."""

    CSS_PATH = ["import_rows.tcss", "../widgets/search_field.tcss", "../widgets/pane.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("import.apply", "import.skip", "import.next_refused", "import.filter", "import.columns"),
        *bindings("import.write", "import.details", "import.rows", "import.resume", "import.new"),
    ]

    table = query_one(ImportList)
    pane = query_one(ImportPane)
    chips = query_one(ImportChips)
    target = query_one("#target", PathField)

    def __init__(self, work: Import) -> None:
        super().__init__()
        self.work = work
        self.shown = Shown()
        self.panes = Panes(self)
        self.loader: RowLoader
        self._job_id = 0
        self._refused: tuple[ImportRow, ...] = ()
        self._told_trouble = ""

    def content(self) -> ComposeResult:
        """Make chips, rows, and the pane beside them."""
        yield ImportChips(
            lambda width: chips_line(self.work, self.shown, shown_key(KEYS["import.filter"], typing=False), width)
        )
        yield PathField(N_("Path of the file to write"), id="target")
        with Horizontal(id="rows"):
            yield ImportList(self.kundkort.state.number_width)
            yield ImportPane()

    def on_mount(self) -> None:
        """Show how the import stands, and follow it."""
        self.loader = RowLoader(self.kundkort, self.work)
        self.table.left_out = self.work.left_out
        self.work.told, self.work.ended = self.bring_up_to_date, lambda: None
        self.table.focus()
        self.bring_up_to_date()

    def on_unmount(self) -> None:
        """Let the page that is on top then say how far the import is."""
        app, work = self.kundkort, self.work
        work.told = lambda: app.page.refresh_band()
        work.ended = lambda: announce_end(work, app.page)

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return what is imported."""
        return (_("Import customers"), self.work.name)

    def status(self) -> tuple[Line, Span | None]:
        """Say how the import stands, or what went wrong; in the columns, what stands in the one at the cursor."""
        words = self.panes.status() if self.where() == "columns" else ""
        if words:
            return [Span(words, "muted")], None
        trouble = trouble_of(self.work)
        if trouble:
            return [Span(trouble, "error")], Span(sign("alert"), "error", bold=True)
        return status_line(self.work), None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys for where one is."""
        return offered(self._situation())

    def why_not(self, key_id: str) -> str | None:
        """Say why a key cannot be used now."""
        return reason_not(key_id, self._situation())

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

    def _situation(self) -> Situation:
        row = self.table.row
        if row is not None:
            row = row._replace(left_out=row.id in self.work.left_out)
        return Situation(self.work, row, self.where(), self.narrow, self.panes.changed)

    def retranslate(self) -> None:
        """Write everything in the language that is spoken now."""
        self.table.relayout()
        self.chips.refresh()
        self.pane.field.retranslate()
        self.target.retranslate()
        self._show_mode()
        super().retranslate()

    # -- following the import --------------------------------------------------------------------------------------

    def bring_up_to_date(self) -> None:
        """Show how the import stands now."""
        if not self.is_attached:
            return
        job = self.work.shown_job
        self.table.show_done(self.work.job is not None)
        if job is not None:
            self.table.show_last_row(job.total + 1)
        if job is not None and job.id != self._job_id:
            self._job_id = job.id
            self._refused = ()
            self.table.forget_painted()
            self._reload()
        elif len(self.table.view.rows):
            self.table.poke()
        elif job is not None:
            self._reload()
        if not self.work.is_running:
            self.start(self._look_at_refused(), group="refused", exclusive=True)
        if self.work.stage == "read" and self.pane.mode == "details" and self.work.error is not None:
            self.press("import.columns")
        self.chips.bring_up_to_date()
        self.refresh_header()
        self.refresh_band()
        self._follow()

    async def _look_at_refused(self) -> None:
        if self.work.shown_job is not None and self.work.rows("refused"):
            self._refused = await self.loader.refused(MOST_REFUSED)
            self._follow()

    def _reload(self, row: int | None = None) -> None:
        """Ask for the rows that are shown now, from row number `row` on, else from the first."""
        self.start(self._load(self.table.begin(), row), group="rows", exclusive=True)

    async def _load(self, generation: int, row: int | None) -> None:
        if row is None:
            window = await self.loader.window(self.shown, Wanted("first"))
        else:
            window = await self.loader.around(self.shown, row)
        if not window.rows:
            self.table.say_instead(self._empty())
        self.table.feed(generation, Wanted("first"), window)
        self._follow()
        self.refresh_band()

    def _empty(self) -> list[Line]:
        words = _("No row of this kind. f shows others.") if self.work.read else ""
        return [[Span("   " + words, "muted")]]

    @on(ImportList.WindowWanted)
    def _window_wanted(self, event: ImportList.WindowWanted) -> None:
        self.start(self._more(event.generation, event.wanted), group="more")

    async def _more(self, generation: int, wanted: Wanted) -> None:
        fed = False
        try:
            self.table.feed(generation, wanted, await self.loader.window(self.shown, wanted))
            fed = True
        finally:
            if not fed:
                self.table.fail(generation, wanted.place)

    # -- the pane ----------------------------------------------------------------------------------------------------

    @on(ImportList.Moved)
    def _moved(self, event: ImportList.Moved) -> None:
        self._follow()
        self.refresh_band()

    def _follow(self) -> None:
        """Let the pane follow the cursor, a moment later."""
        self.start(self._show_details(), group="details", exclusive=True)

    async def _show_details(self) -> None:
        await asyncio.sleep(DETAILS_AFTER)
        if self.pane.mode == "details" and self.pane.display:
            self.pane.show_details(self.details())

    def details(self) -> list[Line]:
        """Return what the pane says of the row at the cursor."""
        width, row = self.pane.text_width, self._situation().row
        lines: list[Line] = []
        if self.work.undone is not None:
            lines += [*kept_lines(self.work.undone.kept, width), []]
        if row is not None:
            zone = self.kundkort.settings.time_zone if self.kundkort.settings is not None else ""
            done = self.work.job is not None
            lines += detail_lines(row, width, done=done, today=self.kundkort.today, zone=zone)
        if self.size.height >= ROOM_FOR_REFUSED:
            lines += refused_lines(self._refused, self.work.rows("refused"), width)
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
        show.get(self.pane.mode, self._follow)()

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
            self.turn(self.shown.turned(event.turns))

    def turn(self, shown: Shown) -> None:
        """Show other rows; the cursor stays on its row, or goes to the next that is shown."""
        self.shown = shown
        self.chips.bring_up_to_date()
        self._reload(self.table.row.id if self.table.row is not None else None)
        if self.pane.mode == "filter":
            self.panes.show_filter()

    # -- keys --------------------------------------------------------------------------------------------------------

    def action_apply(self) -> None:
        """Import it."""
        self.work.apply()

    def action_skip(self) -> None:
        """Leave the row at the cursor out, or put it back; then to the next."""
        line = self.table.row
        if line is None:
            return
        if self.work.left_out.pop(line.id, None) is None:
            self.work.left_out[line.id] = line.row
        self.table.repaint_row()
        self.table.action_down()
        self.chips.bring_up_to_date()
        self.refresh_band()
        self._follow()

    async def action_next_refused(self) -> None:
        """Go to the next refused row, from the top again behind the last."""
        row = await self.loader.next_refused(self.table.row.id if self.table.row is not None else 0)
        if row is None:
            return
        if not self.shown.has("refused") and self.shown.only != "refused":
            self.shown = Shown(self.shown.outcomes | {"refused"})
            self.chips.bring_up_to_date()
            self._reload(row)
        elif not self.table.go_to(row):
            self._reload(row)

    def action_filter(self) -> None:
        """Choose which rows are shown."""
        self.show_mode("filter")

    def action_tick(self) -> None:
        """Show the rows of the kind at the cursor, or hide them."""
        if self.pane.mode == "filter":
            self.turn(turned(self.shown, self.pane.chosen))

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
            self._follow()
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

    def action_resume(self) -> None:
        """Go on with an import that was stopped."""
        self.work.resume()

    async def action_app_undo(self) -> None:
        """Take the whole import back."""
        await ask_to_take_back(self)

    def action_write(self) -> None:
        """Ask where the refused rows are to be written."""
        path = self.work.path
        self.add_class("-writing")
        self.target.put(str(path.with_name(f"{path.stem}-{_('refused-rows')}.csv")))
        self.target.input.focus()

    async def action_open(self) -> None:
        """Write the refused rows."""
        if await write_refused(self, self.target.text):
            self.stop_writing()

    def stop_writing(self) -> None:
        """Show the chips again."""
        self.remove_class("-writing")
        self.table.focus()

    def action_new(self) -> None:
        """Choose another file."""
        from tui.screens.import_ import ImportScreen

        self.kundkort.importing = None
        self.app.switch_screen(ImportScreen())

    def action_back(self) -> Any:  # noqa: ANN401 - what the base returns
        """One step: out of the field, the pane, the page."""
        where = self.where()
        if where == "writing":
            self.stop_writing()
        elif where == "choice":
            self.show_mode("columns")
        elif where == "columns":
            changed, file, mapping = self.panes.changed, self.panes.file, self.panes.mapping
            self.show_mode("details")
            if changed and file is not None and mapping is not None:
                self.work.try_again(file, mapping)
        elif where == "filter":
            self.show_mode("details")
        elif where == "details":
            self.pane.details.blur()
            self.action_rows()
        else:
            return ask_to_leave(self)
        return None
