"""The criteria on every select of what belongs to a customer: which rows this user may see, and no removed ones."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from core.customers.list_tables import ListRow, SearchLine, SearchRow
from core.customers.tables import AliasRow, BuyerRow, ContactRow, CustomerRow
from core.database.base import Base, Row
from core.people.tables import Access

CUSTOMER_OF: dict[type[Base], str] = {
    CustomerRow: "id",
    ContactRow: "customer_id",
    BuyerRow: "customer_id",
    AliasRow: "customer_id",
    ListRow: "customer_id",
    SearchRow: "customer_id",
    SearchLine: "customer_id",
}
"""Every mapped class that belongs to a customer, and the attribute that says to which; a test finds the ones missing."""

PRESENT = with_loader_criteria(Row, lambda entity: entity.removed_seq.is_(None), include_aliases=True)
"""The criteria of what was not removed."""

_KEPT = 1024
"""The criteria of so many users are kept: to make them takes longer than to read a card."""


def restrict(state: ORMExecuteState, user: int | None) -> None:
    """Put the criteria on a select (aliases and `session.get` included); refuse what would go round them.

    `user` None sees every customer. Raises TypeError for a select of tables, of columns, and for from_statement.
    """
    if not state.is_orm_statement or state.is_from_statement or not state.is_select:
        raise TypeError("only mapped classes are selected: anything else goes round the rights")
    descriptions: list[dict[str, Any]] = state.statement.column_descriptions  # type: ignore[attr-defined]
    if any(
        description["entity"] is None or description["expr"] is not description["entity"]
        for description in descriptions
    ):
        raise TypeError("whole rows of mapped classes are selected: columns go round the rights")
    if user is not None:
        state.statement = state.statement.options(*_options(user))


@lru_cache(_KEPT)
def _options(user: int) -> tuple[ORMOption, ...]:
    # Not a lambda: SQLAlchemy would keep the first user's number in the cached statement.
    return tuple(
        with_loader_criteria(mapped, _criteria(user, getattr(mapped, attribute)), include_aliases=True)
        for mapped, attribute in CUSTOMER_OF.items()
    )


def _criteria(user: int, customer: ColumnElement[int]) -> ColumnElement[bool]:
    # Of the table and not of the class: what a statement is known by in SQLAlchemy's cache is made twice as quickly.
    seen = Access.__table__.c
    return exists(
        select(seen.id).where(
            seen.user == user, or_(seen.customer == customer, seen.customer.is_(None)), seen.lost_seq.is_(None)
        )
    )
