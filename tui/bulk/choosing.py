"""What one chooses from on the page of a bulk change, as rows: the fields, and the values of one; pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from core.text import _
from tui.bulk.fields import BulkField, label, values
from tui.lines import Row
from tui.paint import Span


def field_rows(fields: Sequence[BulkField]) -> list[Row]:
    """Return a row a field, each called by its name."""
    return [Row(), *(Row([Span(label(field.name))], ref=field.name, bold=0) for field in fields)]


def choice_rows(name: str) -> list[Row]:
    """Return the values of a field under its name, each called by ("value", the value)."""
    rows = [Row([Span(words)], ref=("value", value), bold=0) for value, words in values(name)]
    head = [Span(label(name), bold=True), Span("  " + _("for all of them"), "muted")]
    return [Row(), Row(head), *rows]
