"""`kundkort find`: customers by what is known of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.customers.api import list_customers
from core.customers.views import CustomerOrder, CustomerQuery, CustomerRow
from core.register import Register
from core.text import _, ngettext
from core.values.org_no import format_org_no
from core.values.phone import format_phone
from tui.commands.arguments import DEFAULT_HITS
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE

WINDOW = 500
"""Rows asked for at once."""


def find(call: Call) -> int:
    """Answer with the customers that the text finds, active and inactive ones, the best hits first."""
    return wait_for(_find(call))


async def _find(call: Call) -> int:
    query = CustomerQuery(text=" ".join(call.arguments.text), active=None, order=CustomerOrder.RELEVANCE)
    limit = None if call.arguments.all else call.arguments.limit or DEFAULT_HITS
    hits = Hits(query, limit)
    async with call.register() as register:
        if call.answers.json:
            await call.answers.list(_plain(row) async for row in hits.rows(register))
        else:
            lines = [_cells(row) async for row in hits.rows(register)]
            headings = (_("Customer no."), _("Name"), _("Org. no."), _("City"), _("Phone"), "")
            if lines:
                call.answers.table(headings, lines)
            else:
                call.answers.note(_("Nothing found: try fewer words or fewer letters"))
    if hits.more:
        call.answers.note(
            ngettext(
                "There is more: {n} hit is shown, --all shows all",
                "There is more: {n} hits are shown, --all shows all",
                hits.shown,
            )
        )
    return DONE


class Hits:
    """The hits of a query, to `limit` (None: all); afterwards how many were `shown` and whether there are `more`."""

    def __init__(self, query: CustomerQuery, limit: int | None) -> None:
        self._query, self._limit = query, limit
        self.shown = 0
        self.more = False

    async def rows(self, register: Register) -> AsyncIterator[CustomerRow]:
        """Yield the rows in order."""
        after = ""
        while self._limit is None or self.shown < self._limit:
            size = WINDOW if self._limit is None else min(WINDOW, self._limit - self.shown)
            window = await register(list_customers, self._query, after=after, limit=size)
            for row in window.rows:
                self.shown += 1
                yield row
            self.more = not window.at_end
            if window.at_end:
                return
            after = window.last


def _plain(row: CustomerRow) -> dict[str, object]:
    """Return a hit as JSON has it (DESIGN 6)."""
    return {
        "number": row.number,
        "name": row.name,
        "type": row.type,
        "org_no": row.org_no,
        "active": row.active,
        "city": row.city,
        "phone": row.phone,
        "email": row.email,
    }


def _cells(row: CustomerRow) -> tuple[str, ...]:
    mark = "" if row.active else _("inactive")
    return row.number, row.name, format_org_no(row.org_no), row.city, format_phone(row.phone), mark
