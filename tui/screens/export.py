"""Where what is taken out of the list is to lie: a path with a name proposed, and the files that stand there already."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from core.text import _
from tui.exporting.actions import follow
from tui.exporting.run import Export, Taken
from tui.importing.folder import Found, first_folder, folder_text, is_file, is_folder, meant_path
from tui.importing.trouble import reading_trouble
from tui.paint import Line, Span
from tui.screens.file_page import FilePage
from tui.signs import sign
from tui.widgets.band import Answer, Question


class ExportScreen(FilePage):
    """Asks for the path; what is taken out goes on when the page is closed. `what` says how many it is, in words."""

    def __init__(self, taken: Taken, what: str) -> None:
        super().__init__()
        self._taken = taken
        self._what = what

    def first_text(self) -> str:
        """Propose a name of this day in the folder of last time."""
        folder = first_folder(self.kundkort.state.export_folder)
        name = _("customers-{day}", day=self.kundkort.today.isoformat())
        return folder_text(folder) + f"{name}.{self._taken.format}"

    def endings(self) -> Collection[str]:
        """Only files of the same kind are shown."""
        return (f".{self._taken.format}",)

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return where one is."""
        return (_("Customers"), _("Take out"))

    def status(self) -> tuple[Line, Span | None]:
        """Say what is written, or why the folder cannot be read."""
        if self.trouble:
            return [Span(self.trouble, "warning")], Span(sign("alert"), "warning", bold=True)
        return [
            Span(self._what),
            Span(f" {sign('dot')} {_('readable by you only')}", "muted"),
        ], None

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        return [("path.open", _("write")), "path.complete", "path.down", "app.back"]

    def why_not(self, key_id: str) -> str | None:
        """Say why nothing can be written."""
        if key_id == "path.open" and not self.field.text.strip():
            return _("Type the path of the file to write")
        return None

    # -- keys --------------------------------------------------------------------------------------------------------

    async def action_open(self) -> None:
        """Go into a folder; else write the file, after asking where one of that name is there already."""
        if self.listed != self.field.text:
            await self.list_folder(self.field.text)
        path = self._path()
        if path is None or not self._can_write(path):
            return
        if is_file(path) and not await self._overwrites(path):
            return
        self.kundkort.state.export_folder = str(path.parent)
        work = Export(self.kundkort, path)
        follow(self.kundkort, work)
        self.dismiss(None)
        work.begin(self._taken)

    def _path(self) -> Path | None:
        """Return the path that is meant, with the ending of the format; None after going into a folder."""
        text = meant_path(self.field.text.strip())
        path = Path(text)
        if is_folder(path) or text.endswith(os.sep):
            chosen = self._chosen()
            if chosen is None or not is_folder(path):
                self.say(_("Type the name of a file behind the folder"), level="warning")
                return None
            if chosen.folder:
                self.field.put(folder_text(chosen.path))
                return None
            path = chosen.path
        if path.suffix.lower() != f".{self._taken.format}":
            path = path.with_name(f"{path.name}.{self._taken.format}")
        return path.absolute()

    def _chosen(self) -> Found | None:
        return next((found for found in self.found if str(found.path) == self.files.ref), None)

    def _can_write(self, path: Path) -> bool:
        """Say whether the file can be written, as far as one can know before; else say why not."""
        if not is_folder(path.parent):
            self.say(reading_trouble(FileNotFoundError(), path.parent), level="error")
            return False
        if is_folder(path):
            self.say(reading_trouble(IsADirectoryError(), path), level="error")
            return False
        if not os.access(path.parent, os.W_OK):
            self.say(reading_trouble(PermissionError(), path.parent), level="error")
            return False
        return True

    async def _overwrites(self, path: Path) -> bool:
        question = Question(
            _("There is a file {name} already", name=path.name),
            [Answer("yes", _("o write over it"))],
            escape=_("another name"),
        )
        return await self.question(question) == "yes"
