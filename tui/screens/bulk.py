"""Changing the marked customers: choose a field and a value, see what becomes of each, apply, see what was refused."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, cast

from msgspec import UNSET
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from core.bulk.views import BulkChange
from core.errors import KundkortError
from core.text import N_, _, ngettext
from tui.bulk.choosing import choice_rows, field_rows
from tui.bulk.ending import announce_end, ask_to_leave
from tui.bulk.fields import TEXTS, Value, change_of, change_words, fields, label
from tui.bulk.keys import Offered, Situation, Where, offered, reason_not
from tui.bulk.lines import looking_line, run_line
from tui.bulk.looking import BulkLines, Looking
from tui.bulk.run import BulkRun
from tui.keys import bindings
from tui.lines import Row
from tui.listing.marks import Marks
from tui.listing.viewport import Wanted
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.widgets.bulk_list import BulkList
from tui.widgets.lines_view import LinesView
from tui.widgets.value_field import ValueField


class BulkScreen(Page[Marks]):
    """One bulk change of `marks`; begun at a field, or with a value at its preview. Dismissed with what stays marked."""

    CSS_PATH = ["bulk.tcss", "../widgets/search_field.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings("bulk.choose", "bulk.apply", "bulk.stop", "bulk.resume")

    choices = query_one("#bulk-choices", LinesView)
    head = query_one("#bulk-head", LinesView)
    field = query_one("#bulk-text", ValueField)
    table = query_one(BulkList)

    def __init__(self, marks: Marks, name: str = "", value: Value | None = None) -> None:
        super().__init__()
        self.marks = marks
        self.name_of_field = name
        self.looking: Looking | None = None
        self.run: BulkRun | None = None
        self.where: Where = "field"
        self._begin_with = value

    def content(self) -> ComposeResult:
        """Make what fields and values are chosen in, and the rows."""
        yield LinesView(id="bulk-choices")
        yield LinesView(id="bulk-head")
        yield ValueField(N_("The value that all get"), id="bulk-text")
        yield BulkList(self.kundkort.state.number_width)

    def on_mount(self) -> None:
        """Begin where the key that opened the page leads."""
        self.head.can_focus = False
        if self._begin_with is not None:
            self._look(change_of(self.name_of_field, self._begin_with))
        elif self.name_of_field:
            self._choose_value()
        else:
            self._go("field")

    # -- what it says about itself ---------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return how many are changed."""
        count = self.marks.count
        if count is None:
            return (_("Customers"), _("Change all that are found"))
        return (_("Customers"), ngettext("Change {n} customer", "Change {n} customers", count))

    def status(self) -> tuple[Line, Span | None]:
        """Say what is asked for, what it would come to, or what came of it."""
        if self.where == "run" and self.run is not None:
            return run_line(self.run)
        if self.where == "rows" and self.looking is not None:
            return looking_line(self.looking, self.marks.count), None
        words = {"field": _("What is to be changed? Nothing is saved before you have seen it.")}
        if self.where == "text" and self.name_of_field != "comment_line":
            words["text"] = _("Empty clears it for all.")
        return [Span(words.get(self.where, ""), "muted")], None

    def _situation(self) -> Situation:
        return Situation(self.where, self.looking, self.run)

    def keys(self) -> Sequence[Offered]:
        """Return the keys for where one is."""
        return offered(self._situation())

    def why_not(self, key_id: str) -> str | None:
        """Say why a key cannot be used now."""
        return reason_not(key_id, self._situation())

    def retranslate(self) -> None:
        """Write everything in the language that is spoken now."""
        self.field.retranslate()
        self.table.relayout()
        self._show()
        super().retranslate()

    def settings_changed(self) -> None:
        """Offer the fields that there are by the settings as they are now."""
        super().settings_changed()
        self._show()

    # -- where one is ----------------------------------------------------------------------------------------------

    def _go(self, where: Where) -> None:
        self.where = where
        for name in ("field", "value", "text", "rows", "run"):
            self.set_class(name == where, f"-{name}")
        self._show()
        takes_keys = {"text": self.field.input, "rows": self.table, "run": self.table}.get(where, self.choices)
        takes_keys.focus()
        self.refresh_band()

    def _show(self) -> None:
        """Write what is chosen from, or what is changed."""
        app = self.kundkort
        if self.where == "field":
            self.choices.show(field_rows(fields(app.settings, app.me)), ref=self.name_of_field or None)
        elif self.where == "value":
            rows = choice_rows(self.name_of_field)
            chosen = getattr(self.looking.change, self.name_of_field) if self.looking is not None else UNSET
            refs = [row.ref for row in rows if row.ref is not None]
            self.choices.show(rows, ref=("value", chosen) if ("value", chosen) in refs else refs[0])
        elif self.where == "text":
            self.head.show([Row([Span(label(self.name_of_field), bold=True)])])
        elif self.looking is not None:
            self.head.show([Row([Span(change_words(self.looking.change), bold=True)])])

    def _choose_value(self) -> None:
        self._go("text" if self.name_of_field in TEXTS else "value")

    @on(LinesView.Opened)
    def _opened(self, event: LinesView.Opened) -> None:
        self.press("bulk.choose")

    def action_choose(self) -> None:
        """Take the field, or the value, at the cursor; among the rows Enter applies."""
        if self.where == "field" and self.choices.ref is not None:
            self.name_of_field = str(self.choices.ref)
            self._choose_value()
        elif self.where == "value" and isinstance(self.choices.ref, tuple):
            self._look(change_of(self.name_of_field, cast("Value", self.choices.ref[1])))
        elif self.where == "rows":
            self.press("bulk.apply")

    def action_look(self) -> None:
        """Look at what the value that is typed would make of each."""
        text = self.field.text.strip()
        if text or self.name_of_field != "comment_line":
            self._look(change_of(self.name_of_field, text))
        else:
            self.say(_("Write the line that is to be added"), level="warning")

    # -- looking ---------------------------------------------------------------------------------------------------

    def _look(self, change: BulkChange) -> None:
        """Show what a change would make of every customer."""
        selection = self.marks.selection()
        if selection is None:
            return
        self.looking = Looking(self.kundkort, selection, change, self.refresh_band)
        self._empty()
        self._go("rows")
        self.start(self._go_through(self.looking), group="look", exclusive=True)

    async def _go_through(self, looking: Looking) -> None:
        with self.waiting():
            await looking.go_through()
        await self._load()

    def _empty(self) -> None:
        self.table.feed(self.table.begin(), Wanted("first"), BulkLines(()))

    async def _load(self) -> None:
        generation = self.table.begin()
        self.table.feed(generation, Wanted("first"), await self._window(Wanted("first")))
        self.refresh_band()

    async def _window(self, wanted: Wanted) -> BulkLines:
        if self.run is not None:
            return self.run.window(wanted)
        return await self.looking.window(wanted) if self.looking is not None else BulkLines(())

    @on(BulkList.WindowWanted)
    def _window_wanted(self, event: BulkList.WindowWanted) -> None:
        self.start(self._more(event.generation, event.wanted), group="more")

    async def _more(self, generation: int, wanted: Wanted) -> None:
        try:
            self.table.feed(generation, wanted, await self._window(wanted))
        except KundkortError:
            self.table.fail(generation, wanted)
            raise

    def on_resize(self, event: events.Resize) -> None:
        """Follow the window."""
        self.table.relayout()

    # -- changing --------------------------------------------------------------------------------------------------

    def action_apply(self) -> None:
        """Make the change that is shown."""
        looking, app = self.looking, self.kundkort
        if looking is None:
            return
        self.run = BulkRun(app, looking.selection, looking.change, looking.seq, looking.looked_at)
        app.changing = self.run
        self.run.told, self.run.ended = self.refresh_band, self.show_end
        self._empty()
        self._go("run")
        self.run.begin()

    def show_end(self) -> None:
        """Show what was refused; where nothing was, the list says what came of it. A question is answered first."""
        run = self.run
        if run is None or not self.is_attached or self.band.asking:
            return
        if run.is_done and not run.refused and self.is_current:
            self.dismiss(Marks())
            self.app.call_later(announce_end, self.kundkort, run)
        else:
            self.start(self._load())

    def on_unmount(self) -> None:
        """Let the page that is on top then say how far the change is, and how it ended."""
        run, app = self.run, self.kundkort
        if run is not None and run.is_running:
            run.told = lambda: app.page.refresh_band()
            run.ended = lambda: announce_end(app, run)

    async def action_stop(self) -> None:
        """Stop the change after its present chunk."""
        if self.run is not None:
            await self.run.stop()

    def action_resume(self) -> None:
        """Go on with a change that stopped half-way."""
        if self.run is not None:
            self.run.resume()

    def shows(self, kind: str, row_id: int) -> bool:
        """The change that was just made is what the page is about: taking it back needs no question."""
        return kind == "customer" and self.run is not None and not self.run.is_running

    async def changed(self) -> None:
        """The change was taken back: leave for the list, where all are marked as before."""
        if self.run is not None:
            self.dismiss(self.marks)

    def action_back(self) -> Coroutine[Any, Any, None] | None:
        """One step: from the rows to the value, to the field, to the list."""
        if self.where == "rows":
            self.workers.cancel_group(self, "look")
            self._choose_value()
        elif self.where in ("value", "text"):
            self._go("field")
        elif self.run is not None and self.run.is_running:
            return ask_to_leave(self, self.run)
        else:
            self.dismiss(self.still_marked())
        return None

    def still_marked(self) -> Marks | None:
        """Return what stays marked: those that were refused; None where nothing was changed."""
        if self.run is None or not self.run.is_done:
            return None
        return Marks(frozenset(row.id for row in self.run.refused))
