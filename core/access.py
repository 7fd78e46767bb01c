"""Which rows a user may see: the criteria on every select of what belongs to a customer, and the one writer of `access`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from core.actor import Actor
from core.customers.tables import AliasRow, BuyerRow, ContactRow, CustomerRow, SearchLine, SearchRow
from core.database.base import Base
from core.people.tables import Access

if TYPE_CHECKING:
    from core.work import UnitOfWork

CUSTOMER_OF: dict[type[Base], str] = {
    CustomerRow: "id",
    ContactRow: "customer_id",
    BuyerRow: "customer_id",
    AliasRow: "customer_id",
    SearchRow: "customer_id",
    SearchLine: "customer_id",
}
"""Every mapped class that belongs to a customer, and the attribute that says to which; a test finds the ones missing."""


ALL = "1 = 1"
"""The SQL of no condition."""


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


def sql_criteria(actor: Actor, customer: str, *, few: bool = False) -> tuple[str, tuple[int, ...]]:
    """Return the same condition for the SQL of `core.database`: text with "?" and its parameters.

    `customer` is the SQL of the customer's id ("c.customer_id"); a user who sees all gets ALL. With `few` each customer
    that the statement looks at is looked up, which is the quicker way where they are few.
    """
    if actor.sees_all:
        return ALL, ()
    if few:
        return (
            f'EXISTS (SELECT 1 FROM access a WHERE a."user" = ? AND a.customer = {customer} AND a.lost_seq IS NULL)',  # noqa: S608
            (actor.id,),
        )
    # Not EXISTS: the list of a user's customers is made once, then every row of a scan is held against it.
    return (
        f'{customer} IN (SELECT a.customer FROM access a WHERE a."user" = ? AND a.customer IS NOT NULL'  # noqa: S608
        " AND a.lost_seq IS NULL)",
        (actor.id,),
    )


def grant(work: UnitOfWork, user: int, customer: int | None) -> None:
    """Let `user` see `customer` (None: all of them) from this change set on; nothing where the user already does.

    With `withdraw` the one writer of `access`; called in the transaction that causes it.
    """
    statement = select(Access).where(
        Access.user == user, or_(Access.customer == customer, Access.customer.is_(None)), Access.lost_seq.is_(None)
    )
    if not work.select(statement.limit(1)):
        work.add(Access(user=user, customer=customer, gained_seq=work.seq, lost_seq=None))
        work.access_changed = True


def withdraw(work: UnitOfWork, user: int, customer: int | None) -> None:
    """Let `user` no longer see `customer` from this change set on."""
    statement = select(Access).where(Access.user == user, Access.lost_seq.is_(None))
    statement = statement.where(Access.customer.is_(None) if customer is None else Access.customer == customer)
    for row in work.select(statement):
        row.lost_seq = work.seq
        work.access_changed = True
