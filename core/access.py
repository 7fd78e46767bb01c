"""Which customers a user may see: the condition for the SQL of `core.database`, and the one writer of `access`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.actor import Actor

if TYPE_CHECKING:
    from core.work import UnitOfWork

ALL = "1 = 1"
"""The SQL of no condition."""


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


def sql_seen(actor: Actor) -> tuple[str, tuple[int, ...]]:
    """Return the SQL that selects the customers the actor may see, one column `customer`; "" for who sees all."""
    if actor.sees_all:
        return "", ()
    return (
        'SELECT DISTINCT a.customer FROM access a WHERE a."user" = ? AND a.customer IS NOT NULL AND a.lost_seq IS NULL',
        (actor.id,),
    )


def grant(work: UnitOfWork, user: int, customer: int | None) -> None:
    """Let `user` see `customer` (None: all of them) from this change set on; nothing where the user already does.

    With `withdraw` the one writer of `access`; called in the transaction that causes it.
    """
    from sqlalchemy import or_, select

    from core.people.tables import Access

    statement = select(Access).where(
        Access.user == user, or_(Access.customer == customer, Access.customer.is_(None)), Access.lost_seq.is_(None)
    )
    if not work.select(statement.limit(1)):
        work.add(Access(user=user, customer=customer, gained_seq=work.seq, lost_seq=None))
        work.access_changed = True


def withdraw(work: UnitOfWork, user: int, customer: int | None) -> None:
    """Let `user` no longer see `customer` from this change set on."""
    from sqlalchemy import select

    from core.people.tables import Access

    statement = select(Access).where(Access.user == user, Access.lost_seq.is_(None))
    statement = statement.where(Access.customer.is_(None) if customer is None else Access.customer == customer)
    for row in work.select(statement):
        row.lost_seq = work.seq
        work.access_changed = True
