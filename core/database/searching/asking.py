"""A search as SQL needs it: the query, its text read, who may see which customers; and what a window shows of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.customers.views import CustomerOrder, CustomerQuery
from core.database.searching.matching import Sql, joined
from core.values.finding import Typed
from core.values.sorting import spell

SHOWN = (
    "customer_id", "seq", "number", "name", "type", "org_no", "active", "city", "phone", "email", "contact", "language",
    "street", "postcode", "changed",
)  # fmt: skip
"""The columns of a window's rows, in order; the keys follow."""
Shown = tuple[Any, ...]
"""The values of SHOWN of one row."""
SHOW = ", ".join(f'r."{name}"' for name in SHOWN[:-1]) + (
    ", coalesce((SELECT c.at FROM change_set c WHERE c.seq = r.seq), '') AS changed"
)
"""The SQL of SHOWN, of the customer in `r` (customer_row)."""


class Search(NamedTuple):
    """A search as SQL needs it: the query, its text read, who may see which customers, and personal numbers."""

    query: CustomerQuery
    typed: Typed
    seen: Sql | None = None
    """The condition on the customer's id `{customer}` that holds for those the actor may see; None: for all."""
    mine: Sql = Sql("")
    """The select of the customers that the actor may see (one column, `customer`); "" for who sees all."""
    unmask: bool = False

    @property
    def order(self) -> str:
        """The order: relevance is by how well a text is found, and by name where none is sought."""
        if self.query.order is CustomerOrder.RELEVANCE:
            return "found" if self.typed.parts else CustomerOrder.NAME
        return self.query.order

    def sees(self, customer: str) -> list[Sql]:
        """Return the condition that the actor may see the customer whose id is `customer` in SQL, if there is one."""
        return [Sql(self.seen.text.replace("{customer}", customer), self.seen.parameters)] if self.seen else []

    def conditions(self) -> list[Sql]:
        """Return every condition on the customer in `r` but the text: filters, active, and that the actor may see it."""
        return [*active_of(self.query), *filters_of(self.query), *self.sees("r.customer_id")]

    @property
    def filtered(self) -> bool:
        """Whether anything but the text and the filter on active leaves customers out."""
        return bool(self.seen or filters_of(self.query))


def where(conditions: list[Sql]) -> Sql:
    """Return the conditions as what follows WHERE, all of them held."""
    return joined(" AND ", conditions or [Sql("1 = 1")])


def beyond(columns: Sequence[str], edge: Sequence[object], sign: str) -> Sql:
    """Return the condition that the key of `columns` is on that side of `edge` (">", "<=", ...)."""
    return Sql(f"({', '.join(columns)}) {sign} ({', '.join('?' * len(edge))})", tuple(edge))


def active_of(query: CustomerQuery) -> list[Sql]:
    """Return the condition of the filter on active on `r`, if there is one."""
    return [] if query.active is None else [Sql("r.active = ?", (query.active,))]


def filters_of(query: CustomerQuery) -> list[Sql]:
    """Return the conditions of the filters on `r`, but the one on active."""
    filters = []
    for column, values in (
        ("city_spelled", tuple(map(spell, query.cities))),
        ("language", query.languages),
        ('"type"', query.types),
    ):
        if values:
            filters.append(Sql(f"r.{column} IN ({', '.join('?' * len(values))})", values))
    if query.org_no is not None:
        filters.append(Sql("r.org_no <> ''" if query.org_no else "r.org_no = ''"))
    return filters
