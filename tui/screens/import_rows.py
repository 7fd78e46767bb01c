"""The rows of an import: what each would do, left out or let in, applied, and taken back as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from core.text import _
from tui.importing.actions import ask_to_leave, ask_to_take_back, write_refused
from tui.importing.folder import completed, listed, typed
from tui.importing.lines import status_line
from tui.importing.stage_keys import offered, reason_not
from tui.importing.trouble import announce_end, reading_trouble, trouble_of
from tui.keys import bindings
from tui.paint import Line, Span
from tui.screens.import_page import ImportPage
from tui.signs import sign
from tui.widgets.import_list import ImportList


class ImportRowsScreen(ImportPage):
    """One import. Leaving the page leaves the import as it is; it is there when the page is opened again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("import.apply", "import.skip", "import.next_refused", "import.write", "import.resume", "import.new"),
    ]

    def on_mount(self) -> None:
        """Show how the import stands, and follow it."""
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
        return offered(self.situation())

    def why_not(self, key_id: str) -> str | None:
        """Say why a key cannot be used now."""
        return reason_not(key_id, self.situation())

    # -- following the import --------------------------------------------------------------------------------------

    def bring_up_to_date(self) -> None:
        """Show how the import stands now."""
        if not self.is_attached:
            return
        self.rows.bring_up_to_date()
        if self.work.stage == "read" and self.pane.mode == "details" and self.work.error is not None:
            self.press("import.columns")
        self.chips.bring_up_to_date()
        self.refresh_header()
        self.refresh_band()
        self.follow()

    @on(ImportList.WindowWanted)
    def _window_wanted(self, event: ImportList.WindowWanted) -> None:
        self.start(self.rows.more(event.generation, event.wanted), group="more")

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
        self.follow()

    async def action_next_refused(self) -> None:
        """Go to the next refused row, from the top again behind the last."""
        await self.rows.next_refused()

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
        ending = _("refused-rows")
        self.target.put(str(path.with_name(f"{path.stem}-{ending}.csv")))
        self.target.input.focus()

    async def action_open(self) -> None:
        """Write the refused rows."""
        if await write_refused(self, self.target.text):
            self.stop_writing()

    async def action_complete(self) -> None:
        """Complete the path to write to, as far as it is clear."""
        place = typed(self.target.text)
        try:
            found = await asyncio.to_thread(listed, place)
        except OSError as error:
            self.say(reading_trouble(error, place.folder), level="warning")
            return
        if found:
            self.target.put(completed(place, found))

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
