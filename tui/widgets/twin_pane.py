"""The pane with twins: beside the form of a new customer where there is room, else over its notes when one asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from core.customers.twin_views import Twin
from tui.form.twin_lines import pane_rows
from tui.keys import bindings
from tui.lines import GUTTER
from tui.widgets.lines_view import LinesView


class TwinPane(LinesView):
    """Lists customers that the one in the form might be; the cursor is on the one that Enter opens."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("twins.open")

    twins: Sequence[Twin] = ()
    asked = False

    def show_twins(self, twins: Sequence[Twin], *, asked: bool) -> None:
        """Show these twins; `asked`: something was typed that twins are known by."""
        self.twins, self.asked = twins, asked
        self.can_focus = bool(twins)
        if self.size.width:
            self.show(pane_rows(twins, self.size.width - GUTTER - 1, asked=asked))

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines for another width."""
        self.show_twins(self.twins, asked=self.asked)
        super().on_resize(event)
