"""Twins of the customer that is typed: asked for a moment after the last key, told beside the form; never in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.customers.api import find_twins
from core.customers.twin_rules import Facts, facts_of, query_of, says_anything
from core.customers.twin_views import MOST_VALUES, Twin, TwinQuery
from core.customers.views import CustomerValues
from tui.form.model import EditModel

if TYPE_CHECKING:
    from tui.screens.form import FormScreen

PAUSE = 0.15
"""Seconds after the last key before the register is asked."""
NARROW = 120
"""Under this width the pane is not always there; it lies over the notes then."""


def query_for(model: EditModel) -> TwinQuery:
    """Return what is to be looked for: all of a new customer; of one that is there, what was changed about it."""
    now = facts_of(model.values)
    if model.new:
        return _few(query_of(now))
    before = facts_of(model.base)
    named = now.name != before.name or set(now.postcodes) != set(before.postcodes)
    changed = Facts(
        name=now.name if named else "",
        org_no=now.org_no if now.org_no != before.org_no else "",
        phones=_new(now.phones, before.phones),
        emails=_new(now.emails, before.emails),
        postcodes=now.postcodes if named else (),
    )
    return _few(query_of(changed, but=model.id))


def _new(now: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in now if value not in before)


def _few(query: TwinQuery) -> TwinQuery:
    """Return a query with as many values as may be asked for at once: the first contacts say enough."""
    return TwinQuery(
        org_no=query.org_no,
        name=query.name,
        phones=query.phones[:MOST_VALUES],
        emails=query.emails[:MOST_VALUES],
        postcodes=query.postcodes[:MOST_VALUES],
        but=query.but,
    )


class TwinWatch:
    """Looks for twins of what one form screen holds; `found` are the last ones, the likeliest first."""

    def __init__(self, page: FormScreen) -> None:
        self.page = page
        self.found: tuple[Twin, ...] = ()
        self._values: CustomerValues | None = None
        self._asked = TwinQuery()

    def look(self) -> None:
        """Ask anew where something changed that twins are known by; what was asked before is overtaken."""
        model = self.page.model
        if model is None or model.values is self._values:
            return
        self._values = model.values
        query = query_for(model)
        if query != self._asked:
            self._asked = query
            self.page.start(self._ask(query), group="twins", exclusive=True, beside=True)

    async def _ask(self, query: TwinQuery) -> None:
        if not says_anything(query):
            self._show(())
            return
        await asyncio.sleep(PAUSE)
        found = await self.page.kundkort.ask(find_twins, query)
        if query == self._asked and not self.page.finished:
            self._show(found)

    def _show(self, found: tuple[Twin, ...]) -> None:
        self.found = found
        model = self.page.model
        if model is not None and not self.page.saver.saving:
            model.tell(tuple(twin.id for twin in found))
        self.lay_out()
        self.page.refresh_band()

    # -- the pane --------------------------------------------------------------------------------------------------

    @property
    def always_there(self) -> bool:
        """Whether the pane stands beside the form whatever is found: where there is room, and a customer is new."""
        page = self.page
        return page.size.width >= NARROW and page.customer_id is None

    def lay_out(self) -> None:
        """Bring the pane up to date."""
        page = self.page
        if not page.is_mounted:
            return
        pane = page.twin_pane
        page.set_class(self.always_there, "-twins-beside")
        if not self.found and pane.has_focus:
            self.leave()
        pane.show_twins(self.found, asked=says_anything(self._asked))

    def enter(self) -> None:
        """Give the pane the keys; again: the form."""
        page = self.page
        if page.twin_pane.has_focus:
            self.leave()
            return
        page.add_class("-twins-open")
        self.lay_out()
        page.twin_pane.focus(scroll_visible=False)
        page.refresh_band()

    def leave(self) -> None:
        """Give the form the keys back."""
        page = self.page
        page.remove_class("-twins-open")
        page.view.focus(scroll_visible=False)
        page.refresh_band()

    def open(self) -> None:
        """Open the customer at the cursor on top of the form, which stays as it is."""
        chosen = self.page.twin_pane.ref
        if isinstance(chosen, int):
            self.page.kundkort.open_page("tui.screens.card", "CardScreen", chosen)
