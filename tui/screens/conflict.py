"""Two people changed the same fields: was, mine and theirs side by side, nothing preselected, nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from core.customers.views import ADDRESS_KINDS
from core.settings.views import Settings
from core.text import _
from tui.form.conflict_lines import conflict_rows, label_of, status_line
from tui.form.fields import kind_of
from tui.form.merge import Merge
from tui.form.plan import title
from tui.form.status import changes_note
from tui.keys import bindings
from tui.paint import Line, Span
from tui.screens.base import Page
from tui.signs import sign
from tui.widgets.lines_view import LinesView
from tui.widgets.own_value import OwnValue


class ConflictScreen(Page[bool]):
    """Asks which of two values each field is to have; dismissed with True when all is chosen and to be saved.

    What is chosen stands in `merge`, so that it is still there when the page is opened again.
    """

    CSS_PATH = "conflict.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "conflict.mine", "conflict.theirs", "conflict.write", "form.save", "form.next_fault"
    )

    def __init__(self, merge: Merge) -> None:
        super().__init__()
        self.merge = merge

    def content(self) -> ComposeResult:
        """Make the lines, and where another value is written."""
        with Container(id="lines"):
            yield LinesView(id="conflict")
        yield OwnValue()

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.view.focus(scroll_visible=False)
        self.refresh_rows()

    @property
    def view(self) -> LinesView:
        """The lines."""
        return self.query_one("#conflict", LinesView)

    @property
    def own(self) -> OwnValue:
        """Where another value is written."""
        return self.query_one(OwnValue)

    @property
    def field(self) -> str:
        """The field that the cursor is on."""
        return str(self.view.ref or "")

    @property
    def typing(self) -> bool:
        """Whether what is typed now goes into a field."""
        return self.own.has_focus

    def refresh_rows(self) -> None:
        """Bring the lines and the band up to date."""
        zone = (self.kundkort.settings or Settings()).time_zone
        self.view.show(conflict_rows(self.merge, self.size.width, zone))
        self.refresh_band()

    # -- what the page says ----------------------------------------------------------------------------------------

    def path(self) -> Sequence[str]:
        """Return the path of the form."""
        return (_("Customers"), title(self.merge.model), _("Edit"))

    def path_note(self) -> Line:
        """Return how many changes are not saved."""
        return changes_note(self.merge.model)

    def status(self) -> tuple[Line, Span | None]:
        """Return how much is left to choose."""
        gutter = Span(sign("ask"), "warning", bold=True) if self.merge.left else Span(sign("tick"), "accent", bold=True)
        return status_line(self.merge), gutter

    def keys(self) -> Sequence[str | tuple[str, str]]:
        """Return the keys."""
        if self.own.has_focus:
            return [("form.save", _("take it")), ("app.back", _("cancel"))]
        return ["conflict.mine", "conflict.theirs", "form.save", "conflict.write", ("app.back", _("to the form"))]

    def why_not(self, key_id: str) -> str | None:
        """Say why a key cannot be used now."""
        if key_id == "form.save" and self.merge.left and not self.own.has_focus:
            return _("First choose for: {fields}", fields=", ".join(map(self._label, self.merge.left)))
        if key_id == "conflict.write" and kind_of(self.field) in ("choice", "switch"):
            return _("There are only these values: the arrows choose")
        if key_id == "app.undo":
            return _("Nothing is saved yet: Esc leads back to the form")
        return None

    def _label(self, field: str) -> str:
        return label_of(self.merge.model, field)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_mine(self) -> None:
        """Take my value."""
        self.merge.choose(self.field, "mine")
        self._chosen()

    def action_theirs(self) -> None:
        """Take the other's value."""
        self.merge.choose(self.field, "theirs")
        self._chosen()

    def _chosen(self) -> None:
        self.refresh_rows()

    def action_write(self) -> None:
        """Write another value, beginning with mine."""
        values = {key: value for key, value in self.merge.mine(self.field).items() if isinstance(value, str)}
        if self.field in ADDRESS_KINDS:
            names = ("row1", "row2", "postcode", "city")
            values = {f"{self.field}.{name}": values[f"{self.field}.{name}"] for name in names}
        self.own.begin(values)
        self.refresh_band()

    def action_save(self) -> None:
        """Take the value that is written; else go back to the form, which saves."""
        if self.own.has_focus:
            self.own.take()
        else:
            self.dismiss(True)

    def action_next_fault(self) -> None:
        """Go to the next field that is not chosen."""
        if self.merge.left:
            self.view.go_to(self.merge.left[0])

    @on(OwnValue.Taken)
    def _written(self, event: OwnValue.Taken) -> None:
        whole = self.merge.mine(self.field) | event.values
        self.merge.write(self.field, whole)
        self._done_writing()

    @on(OwnValue.Left)
    def _not_written(self, event: OwnValue.Left) -> None:
        self._done_writing()

    def _done_writing(self) -> None:
        self.view.focus(scroll_visible=False)
        self.refresh_rows()

    @on(LinesView.Moved)
    def _cursor_moved(self, event: LinesView.Moved) -> None:
        self.refresh_band()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the page out for the new size."""
        self.call_later(self.refresh_rows)

    def retranslate(self) -> None:
        """Write the page in the language that is spoken now."""
        super().retranslate()
        self.refresh_rows()
