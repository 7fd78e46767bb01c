"""The search field of a pane or page: narrows what is shown below; up, down and Enter work there while one types."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tui.keys import bindings
from tui.widgets.search_field import SearchField


class NarrowField(SearchField, inherit_bindings=False):
    """Posts `SearchField.Typed`; its page has `action_up`, `action_down` and `action_run` for what is below."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("narrow.up", "narrow.down")
    enter_key = "narrow.run"
