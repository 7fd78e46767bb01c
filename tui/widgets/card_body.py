"""What is between header and band on a card: its head, and a list of lines for each tab that was opened."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.css.query import NoMatches

from tui.card.tabs import OVERVIEW, TABS
from tui.widgets.card_head import CardHead
from tui.widgets.lines_view import LinesView


class CardBody(Container):
    """Shows one tab at a time; each keeps its cursor and place while others are open."""

    def __init__(self) -> None:
        super().__init__()
        self.tab = OVERVIEW

    def compose(self) -> ComposeResult:
        """Make the head and the first tab."""
        yield CardHead(TABS, self.tab)
        with Container(id="tabs"):
            yield LinesView(id=_name(self.tab))

    @property
    def head(self) -> CardHead:
        """The badges and the tabs."""
        return self.query_one(CardHead)

    @property
    def view(self) -> LinesView | None:
        """The open tab's lines; None before they are made."""
        try:
            return self.query_one(f"#{_name(self.tab)}", LinesView)
        except NoMatches:
            return None

    async def open(self, tab: str) -> LinesView:
        """Open a tab, and give it the focus; it is made where it was never open."""
        self.tab = tab
        view = self.view
        if view is None:
            view = LinesView(id=_name(tab))
            await self.query_one("#tabs").mount(view)
        for other in self.query("#tabs > LinesView"):
            other.display = other is view
        view.focus(scroll_visible=False)
        return view


def _name(tab: str) -> str:
    return tab.partition(".")[2]
