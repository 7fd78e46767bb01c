"""A page that asks for a file: its path typed, completed, or dropped on the terminal, and what stands in the folder."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.getters import query_one

from core.text import N_, _, number
from tui.format import cut, fit_right
from tui.importing.folder import (
    SUFFIXES,
    Found,
    completed,
    is_begun_anew,
    is_file,
    listed,
    meant_path,
    size_text,
    typed,
)
from tui.importing.trouble import reading_trouble
from tui.lines import GUTTER, Row
from tui.paint import Line, Span, gap, width_of
from tui.screens.base import Page
from tui.when import near_date
from tui.widgets.lines_view import LedLines, LinesView
from tui.widgets.path_field import PathField

SIZE_WIDTH, CHANGED_WIDTH = 9, 12


class FilePage(Page[None]):
    """The field and the files below it; a subclass says what is done with the path, in `action_open`."""

    CSS_PATH = ["file_page.tcss", "../widgets/search_field.tcss"]

    files = query_one("#files", LedLines)
    field = query_one(PathField)

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._begin_with = text
        self.found: list[Found] = []
        self.listed = ""
        """The text that `found` is of."""
        self.trouble = ""
        """Why the folder cannot be read."""

    def content(self) -> ComposeResult:
        """Make the field and the list of files."""
        yield PathField(N_("Path of the file"), id="path")
        yield LedLines(id="files")

    def on_mount(self) -> None:
        """Begin where a file of this kind was last."""
        self.field.put(self._begin_with or self.first_text())
        self.field.input.focus()

    def first_text(self) -> str:
        """Return what the field begins with."""
        raise NotImplementedError

    def endings(self) -> Collection[str]:
        """Return how the files end that are shown."""
        return SUFFIXES

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
        self.start(self.list_folder(event.text), group="folder", exclusive=True)

    async def list_folder(self, text: str) -> None:
        """Show what is in the folder that a text names and begins as typed."""
        try:
            found = await asyncio.to_thread(listed, typed(text), self.endings())
            self.trouble = ""
        except OSError as error:
            found = []
            self.trouble = reading_trouble(error, typed(text).folder)
        if self.field.text == text:
            self.found, self.listed = found, text
            self._show(first=True)
            self.refresh_band()

    def _show(self, *, first: bool = False) -> None:
        rows = [Row([*self._heads()])]
        rows += [Row(self._line(found), ref=str(found.path), bold=0) for found in self.found]
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

    def chosen(self) -> Found | None:
        """Return what Enter opens: the file whose whole path is typed, else what the cursor is on."""
        path = Path(meant_path(self.field.text)) if self.field.text.strip() else None
        if path is not None and is_file(path):
            return Found(path.name, path, False)
        return next((found for found in self.found if str(found.path) == self.files.ref), None)

    @on(LinesView.Opened)
    def _opened(self, event: LinesView.Opened) -> None:
        self.press("path.open")

    @on(LinesView.Moved)
    def _moved(self, event: LinesView.Moved) -> None:
        self.refresh_band()

    def action_complete(self) -> None:
        """Complete the path as far as it is clear."""
        if self.found:
            self.field.put(completed(typed(self.field.text), self.found))

    def action_up(self) -> None:
        """One file up."""
        self.files.action_up()

    def action_down(self) -> None:
        """One file down."""
        self.files.action_down()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for another width."""
        self._show()
