"""The lines of customers that are known by their ids: recent ones, marked ones."""

from __future__ import annotations

from typing import Any

from core import access
from core.customers import api
from core.customers.views import CustomerRow
from core.database import chosen
from core.database.search import Sql
from core.errors import Fault, Invalid
from core.work import UnitOfWork

MOST = 500


@api.get_rows.implement
def get_rows(work: UnitOfWork, ids: tuple[int, ...]) -> tuple[CustomerRow, ...]:
    """One statement; each customer once."""
    if len(ids) > MOST:
        raise Invalid([Fault("ids", "range", {"low": 0, "high": MOST})])
    wanted = list(dict.fromkeys(ids))
    seen = Sql(*access.sql_criteria(work.actor, "r.customer_id", few=True))
    found = {values["customer_id"]: values for values in chosen.rows_of(work.connection, wanted, seen)}
    return tuple(_row(found[id]) for id in wanted if id in found)


def _row(values: dict[str, Any]) -> CustomerRow:
    fields = {name: value for name, value in values.items() if name != "customer_id"}
    return CustomerRow(**fields | {"id": values["customer_id"], "active": bool(values["active"])})
