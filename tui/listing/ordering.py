"""The order of the list: asked by `s`, by a click on a head, and what is said where too many would have to be sorted."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType

from core.customers.columns import COLUMNS, ColumnName
from core.text import N_, _
from tui.keys import bindings
from tui.listing import query as list_query
from tui.listing.page import ListPage
from tui.widgets.band import Answer, Question
from tui.widgets.customer_list import CustomerList

LETTERS: dict[ColumnName, str] = {
    "name": N_("m name"),
    "number": N_("n number"),
    "city": N_("t town"),
    "phone": N_("p phone"),
    "contact": N_("k contact"),
    "email": N_("e e-mail"),
    "org_no": N_("r org. no."),
    "type": N_("y type"),
    "language": N_("l language"),
    "street": N_("a address"),
    "postcode": N_("z postcode"),
    "changed": N_("c last changed"),
}
"""The orders, each after the key that chooses it; s turns the order there is."""


class Ordering(ListPage):
    """The list's page with its order."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.sort")

    async def action_sort(self) -> None:
        """Choose another order, or turn the one there is."""
        now = self.order
        shown = [column.name for column in self.table.columns.columns]
        names = sorted(LETTERS, key=lambda name: shown.index(name) if name in shown else len(shown))
        answers = [Answer(name, _(LETTERS[name])) for name in names if name != now]
        found = await self.question(
            Question(
                _("Sort by what?"),
                [Answer(now, _("s turn it")), *answers],
                escape=_("leave it"),
                consequence=_("Now by {order}.", order=_(LETTERS[now]).partition(" ")[2]),
            )
        )
        order = next((name for name in LETTERS if name == found), None)
        if order is not None:
            await self._sort_by(order)

    @on(CustomerList.HeadClicked)
    def _head_clicked(self, event: CustomerList.HeadClicked) -> None:
        order = next((name for name in COLUMNS if name == event.column), None)
        if order is not None:
            self.start(self._sort_by(order), group="press list.sort")

    def _sort_by(self, column: ColumnName) -> Coroutine[Any, Any, None]:
        return self.finder.sort(list_query.sorted_by(self.finder.asked, column))
