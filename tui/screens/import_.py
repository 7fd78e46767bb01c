"""The first step of an import: the file, typed, completed, chosen from the folder, or dropped on the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.text import N_, _, ngettext, number
from tui.format import cut, fit_right
from tui.importing.folder import (
    Found,
    completed,
    first_folder,
    folder_text,
    is_begun_anew,
    is_file,
    is_folder,
    listed,
    meant_path,
    size_text,
    typed,
)
from tui.importing.run import Import
from tui.importing.trouble import reading_trouble
from tui.keys import bindings
from tui.lines import GUTTER, Row
from tui.paint import Line, Span, gap, width_of
from tui.screens.base import Page
from tui.signs import sign
from tui.when import near_date
from tui.widgets.lines_view import LedLines, LinesView
from tui.widgets.path_field import PathField

SIZE_WIDTH, CHANGED_WIDTH = 9, 12


class ImportScreen(Page[None]):
    """Asks for the file; the rows are shown by the next page, which takes this one's place."""

    CSS_PATH = ["import_.tcss", "../widgets/search_field.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings("import.template")

    files = query_one("#files", LedLines)
    field = query_one(PathField)

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._begin_with = text
        self._found: list[Found] = []
        self._listed = ""
        self._trouble = ""

    def content(self) -> ComposeResult:
        """Make the field and the list of files."""
        yield PathField(N_("Path of the file"), id="path")
        yield LedLines(id="files")

    def on_mount(self) -> None:
        """Begin where the last file was."""
        self.field.put(self._begin_with or folder_text(first_folder(self.kundkort.state.import_folder)))
        self.field.input.focus()

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Customers"), _("Import customers"))

    def status(self) -> tuple[Line, Span | None]:
        """Say what can be opened, or why the folder cannot be read."""
        if self._trouble:
            return [Span(self._trouble, "warning")], Span(sign("alert"), "warning", bold=True)
        files = sum(not found.folder for found in self._found)
        return [
            Span(ngettext("{n} file", "{n} files", files)),
            Span(f" {sign('dot')} {_('CSV, XLSX, XLS or ODS; a file can be dropped here')}", "muted"),
        ], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        return ["path.open", "path.complete", "path.down", "import.template", "app.back"]

    def why_not(self, key_id: str) -> str | None:
        """Say why nothing can be opened."""
        if key_id == "path.open" and self._listed == self.field.text and not self.chosen():
            return _("Type the path of a file, or choose one of those below")
        return None

    def retranslate(self) -> None:
        """Write the list in the language that is spoken now."""
        self.field.retranslate()
        self._show()
        super().retranslate()

    # -- the folder --------------------------------------------------------------------------------------------------

    @on(PathField.Typed)
    def _typed(self, event: PathField.Typed) -> None:
        if is_begun_anew(event.text):
            self.field.put(meant_path(event.text))
            return
        self.start(self._list(event.text), group="folder", exclusive=True)

    async def _list(self, text: str) -> None:
        try:
            found = await asyncio.to_thread(listed, typed(text))
            self._trouble = ""
        except OSError as error:
            found = []
            self._trouble = reading_trouble(error, typed(text).folder)
        if self.field.text == text:
            self._found, self._listed = found, text
            self._show(first=True)
            self.refresh_band()

    def _show(self, *, first: bool = False) -> None:
        rows = [Row([*self._heads()])]
        rows += [Row(self._line(found), ref=str(found.path), bold=0) for found in self._found]
        self.files.show(rows)
        if first:
            self.files.scroll_home()

    def _heads(self) -> Line:
        room = self._name_room()
        head = _("Name")
        size = fit_right(_("Size"), SIZE_WIDTH)
        return [
            Span(head, "muted"),
            gap(room - width_of([Span(head)])),
            Span(size, "muted"),
            gap(2),
            Span(_("Changed"), "muted"),
        ]

    def _name_room(self) -> int:
        return max(self.size.width - GUTTER - 2 - SIZE_WIDTH - 2 - CHANGED_WIDTH, 20)

    def _line(self, found: Found) -> Line:
        room = self._name_room()
        name = Span(cut(found.name + ("/" if found.folder else ""), room - 2), "muted" if found.folder else "text")
        if found.folder:
            return [name]
        size, unit = size_text(found.size)
        when = near_date(found.changed.date(), self._today()) if found.changed is not None else ""
        return [
            name,
            gap(room - width_of([name])),
            Span(fit_right(f"{number(size)} {unit}", SIZE_WIDTH), "muted"),
            gap(2),
            Span(when, "muted"),
        ]

    def _today(self) -> date:
        return datetime.now().astimezone().date()

    # -- keys --------------------------------------------------------------------------------------------------------

    def chosen(self) -> Found | None:
        """Return what Enter opens: the file whose whole path is typed, else what the cursor is on."""
        path = Path(meant_path(self.field.text)) if self.field.text.strip() else None
        if path is not None and is_file(path):
            return Found(path.name, path, False)
        return next((found for found in self._found if str(found.path) == self.files.ref), None)

    async def action_open(self) -> None:
        """Go into the folder, or take the file to the next page: of what is typed, not of what was listed before."""
        if self._listed != self.field.text:
            await self._list(self.field.text)
        found = self.chosen()
        if found is None:
            return
        if found.folder:
            self.field.put(folder_text(found.path))
            return
        self.kundkort.state.import_folder = str(found.path.parent)
        work = Import(self.kundkort, found.path)
        self.kundkort.importing = work
        work.begin()
        from tui.screens.import_rows import ImportRowsScreen

        self.app.switch_screen(ImportRowsScreen(work))

    @on(LinesView.Opened)
    def _opened(self, event: LinesView.Opened) -> None:
        self.press("path.open")

    @on(LinesView.Moved)
    def _moved(self, event: LinesView.Moved) -> None:
        self.refresh_band()

    def action_complete(self) -> None:
        """Complete the path as far as it is clear."""
        if self._found:
            self.field.put(completed(typed(self.field.text), self._found))

    def action_up(self) -> None:
        """One file up."""
        self.files.action_up()

    def action_down(self) -> None:
        """One file down."""
        self.files.action_down()

    async def action_template(self) -> None:
        """Write an empty workbook to fill in into the folder that is shown."""
        from core.exchange.api import template
        from tui.commands.exporting import write_file

        folder = typed(self.field.text).folder
        path = free_name(folder / _("customers.xlsx"))
        try:
            await write_file(path, await self.ask(template))
        except OSError as error:
            self.say(reading_trouble(error, path), level="error")
            return
        self.say(_("Written: {place}. Fill it in and import it.", place=str(path)), "tick", "success")
        await self._list(self.field.text)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for another width."""
        self._show()


def free_name(path: Path) -> Path:
    """Return a path that nothing stands at: with a number behind its name where it is taken."""
    n = 2
    free = path
    while is_file(free) or is_folder(free):
        free = path.with_stem(f"{path.stem}-{n}")
        n += 1
    return free
