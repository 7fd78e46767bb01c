"""What the pane beside an import's rows shows and what is done with what is chosen in it: kinds of rows, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from core.imports.views import FileView, Mapping
from core.text import N_, _, number
from core.values.finding import read_typed
from tui.importing import columns as import_columns
from tui.importing.columns import Setting
from tui.importing.lines import CHIPS, Shown
from tui.lines import GUTTER, Row
from tui.paint import Span, gap
from tui.signs import sign

if TYPE_CHECKING:
    from tui.screens.import_page import ImportPage

ONLY = {"warned": N_("only rows with a warning"), "differs": N_("only rows that came out otherwise")}


class Panes:
    """The two panes one chooses in; what was set by hand is taken when the pane of columns is left."""

    def __init__(self, page: ImportPage) -> None:
        self._page = page
        self.file: FileView | None = None
        self.mapping: Mapping | None = None
        self._setting = Setting("")

    @property
    def changed(self) -> bool:
        """Whether columns were set otherwise than the dry run read them."""
        work = self._page.work
        return self.mapping is not None and self.mapping != (work.mapping or (work.file and work.file.mapping))

    @property
    def _width(self) -> int:
        return max(self._page.pane.size.width - 1 - GUTTER - 2, 20)

    # -- which rows are shown --------------------------------------------------------------------------------------

    def show_filter(self) -> None:
        """Show every kind of row with how many there are, ticked where they are shown."""
        work, shown = self._page.work, self._page.rows.shown
        rows = [Row([Span(_("Show"), bold=True)]), Row()]
        rows += [
            self._option(outcome, _(words), work.rows(outcome), on=shown.has(outcome))
            for outcome, words in CHIPS.items()
        ]
        job = work.shown_job
        counts = job.counts if job is not None else {}
        rows.append(Row())
        rows += [
            self._option(what, _(words), counts.get(what, 0), on=shown.only == what) for what, words in ONLY.items()
        ]
        self._page.pane.show_choices(rows)

    def _option(self, what: str, words: str, count: int, *, on: bool) -> Row:
        text = number(count)
        line = [Span(words), gap(self._width - len(words) - len(text)), Span(text, "muted")]
        mark = Span(sign("tick"), "accent", sign=True) if on else None
        return Row(line, ref=Turn(what), sign=mark, bold=0)

    # -- which column is what --------------------------------------------------------------------------------------

    def begin_columns(self) -> None:
        """Begin with the columns as the dry run read them."""
        work = self._page.work
        self.file = work.file
        self.mapping = work.mapping or (work.file.mapping if work.file is not None else None)
        self.show_columns()

    def show_columns(self) -> None:
        """Show every column with its field, the cursor on the one that was set last."""
        if self.file is not None and self.mapping is not None:
            rows = import_columns.setting_rows(self.file, self.mapping, self._width)
            self._page.pane.show_choices(rows, self._setting if self._setting.kind else None)

    def begin_choice(self) -> bool:
        """Show what can be chosen for the setting at the cursor; say whether there is one."""
        setting = self._page.pane.chosen
        if not isinstance(setting, Setting):
            return False
        self._setting = setting
        self._page.pane.field.put("")
        self.show_choice()
        return True

    def show_choice(self) -> None:
        """Show what can be chosen and has what is typed; the cursor on what is so now, while nothing is typed."""
        if self.file is None or self.mapping is None:
            return
        found = import_columns.choices(self.file, self.mapping, self._setting)
        now = import_columns.now_chosen(self.mapping, self._setting)
        text = self._page.pane.field.text
        rows = import_columns.choice_rows(found, now, read_typed(text), self._width)
        view = self._page.pane
        view.show_choices(rows, None if text else import_columns.Chosen(now))
        if text:
            view.choices.scroll_home()

    async def take_choice(self) -> None:
        """Set what the cursor is on; another encoding or delimiter reads the file anew."""
        value = import_columns.chosen_value(self._page.pane.chosen)
        if value is None or self.file is None or self.mapping is None:
            return
        kind = self._setting.kind
        if kind == "sheet":
            self.mapping = next(sheet.mapping for sheet in self.file.sheets if sheet.name == value)
        elif kind == "column":
            columns = len(import_columns.sheet_of(self.file, self.mapping).columns)
            self.mapping = import_columns.with_field(self.mapping, self._setting.place, value, columns)
        elif value != getattr(self.mapping, kind):
            wanted = msgspec.structs.replace(self.mapping, **{kind: value})
            self.file = await self._page.work.read_anew(wanted.encoding, wanted.delimiter)
            self.mapping = self.file.mapping

    def status(self) -> str:
        """Return what stands in the column at the cursor; "" where it is on none."""
        setting = self._page.pane.chosen
        if isinstance(setting, Setting) and setting.kind == "column" and self.file is not None and self.mapping:
            return import_columns.examples(self.file, self.mapping, setting.place)
        return ""


class Turn(str):
    """A kind of rows that can be shown or not: an outcome, "warned" or "differs"."""

    __slots__ = ()


def turned(shown: Shown, ref: object) -> Shown:
    """Return what is shown after the row that refers to `ref` was ticked or unticked."""
    return shown.turned(str(ref)) if isinstance(ref, Turn) else shown
