"""The first step of an import: the file, typed, completed, chosen from the folder, or dropped on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from core.text import _, ngettext
from tui.importing.folder import first_folder, folder_text, is_file, is_folder, typed
from tui.importing.run import Import
from tui.importing.trouble import reading_trouble
from tui.keys import bindings
from tui.paint import Line, Span
from tui.screens.file_page import FilePage
from tui.signs import sign


class ImportScreen(FilePage):
    """Asks for the file; the rows are shown by the next page, which takes this one's place."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("import.template")

    def first_text(self) -> str:
        """Begin where the last file was."""
        return folder_text(first_folder(self.kundkort.state.import_folder))

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Customers"), _("Import customers"))

    def status(self) -> tuple[Line, Span | None]:
        """Say what can be opened, or why the folder cannot be read."""
        if self.trouble:
            return [Span(self.trouble, "warning")], Span(sign("alert"), "warning", bold=True)
        files = sum(not found.folder for found in self.found)
        return [
            Span(ngettext("{n} file", "{n} files", files)),
            Span(f" {sign('dot')} {_('CSV, XLSX, XLS or ODS; a file can be dropped here')}", "muted"),
        ], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        return ["path.open", "path.complete", "path.down", "import.template", "app.back"]

    def why_not(self, key_id: str) -> str | None:
        """Say why nothing can be opened."""
        if key_id == "path.open" and self.listed == self.field.text and not self.chosen():
            return _("Type the path of a file, or choose one of those below")
        return None

    # -- keys --------------------------------------------------------------------------------------------------------

    async def action_open(self) -> None:
        """Go into the folder, or take the file to the next page: of what is typed, not of what was listed before."""
        if self.listed != self.field.text:
            await self.list_folder(self.field.text)
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
        await self.list_folder(self.field.text)


def free_name(path: Path) -> Path:
    """Return a path that nothing stands at: with a number behind its name where it is taken."""
    n = 2
    free = path
    while is_file(free) or is_folder(free):
        free = path.with_stem(f"{path.stem}-{n}")
        n += 1
    return free
