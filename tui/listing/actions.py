"""What can be done in the list that takes a question: where to go."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from core.text import _
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.screens.base import Page

PAUSE = 0.3
"""Seconds before the places to go to are shown."""


def choose_place(page: Page[Any]) -> Awaitable[str | None]:
    """Ask where to go; what can be chosen shows after a moment, so that g g is one movement. None for Esc."""
    return page.question(
        Question(
            _("Go to what?"),
            [
                Answer("first", _("g the first row")),
                Answer("customers", _("c customers")),
                Answer("recent", _("r recent")),
                Answer("import", _("u upload")),
                *([Answer("sign_ins", _("m my sign-ins"))] if page.reason("go.sign_ins") is None else []),
            ],
            escape=_("stay here"),
            consequence=_("Or to a row: its number and Enter; 50% is half-way down."),
            delay=PAUSE,
            number=True,
        )
    )
