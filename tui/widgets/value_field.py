"""A field for a value that is typed: Enter goes on with it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from core.values.cleaning import LENGTHS
from tui.signs import sign
from tui.widgets.search_field import SearchField
from tui.widgets.text_input import TextInput


class ValueField(SearchField, inherit_bindings=False):
    """Posts `SearchField.Typed`; its page has `action_look` for what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = []
    enter_key = "bulk.look"

    @property
    def mark(self) -> str:
        """The sign in the gutter."""
        return sign("path")

    def make_input(self, placeholder: str) -> Input:
        """Make the field."""
        return TextInput(placeholder, high=LENGTHS["comment"])
