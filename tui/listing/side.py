"""What a pane beside the list is to the list's page: one of several, made when its key is first pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.listing.asking import Offered
    from tui.listing.page import ListPage


class Side:
    """A pane (`widget`, with the class "pane") and what its keys do: `action_tick` does `columns.tick` in "columns".

    `takes_keys`: while it is open the keys are its own; one that is not only shows something beside the list.
    """

    name: ClassVar[str]
    takes_keys: ClassVar[bool] = True
    widget: Widget

    def __init__(self, page: ListPage) -> None:
        self.page = page

    def show(self) -> None:
        """Bring the pane up to date: it was opened, or what is asked is something else."""

    def focus(self) -> None:
        """Give the focus to what takes its keys."""

    def search(self) -> None:
        """Go to its search field, where it has one."""

    def back(self) -> bool:
        """Climb one step within the pane; False where there is none, and Esc closes it."""
        return False

    def closed(self) -> None:
        """Learn that the pane was closed."""

    def keys(self) -> Sequence[Offered]:
        """Return the keys for the band while it takes the keys, the most used first."""
        return ()

    def why_not(self, key_id: str) -> str | None:
        """Return why one of its keys cannot be used now, None where it can."""
        return None

    def action_done(self) -> None:
        """Close it; the list has the keys again."""
        self.page.close_side()
