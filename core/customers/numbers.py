"""Customer numbers among all others: the next one, and whether one is taken (DOMAIN S02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.customers import rules
from core.database.cards import find_highest_numbers
from core.work import UnitOfWork

if TYPE_CHECKING:
    from core.customers.tables import CustomerRow


def next_number(work: UnitOfWork) -> str:
    """Return the number that the next customer gets: the highest ever used plus one; "" where none is left.

    Two look-ups in an index, however many customers there are; removed ones and old numbers count, whoever asks.
    """
    return rules.next_number(highest_numbers(work), work.settings)


def highest_numbers(work: UnitOfWork) -> list[str]:
    """Return the highest digits-only number in use and the highest that was replaced, of those not too long.

    What this unit of work changed must be flushed.
    """
    return find_highest_numbers(work.connection, work.settings.number_longest)


def is_taken(work: UnitOfWork, number: str, customer_id: int) -> bool:
    """Say whether another customer has, or ever had, this number, case-blind; one's own old numbers are free."""
    from sqlalchemy import select

    from core.customers.tables import AliasRow, CustomerRow

    folded = rules.fold_number(number)
    customers = select(CustomerRow).where(CustomerRow.number_folded == folded, CustomerRow.id != customer_id)
    aliases = select(AliasRow).where(AliasRow.number_folded == folded, AliasRow.customer_id != customer_id)
    return bool(work.select(customers.limit(1), whole=True) or work.select(aliases.limit(1), whole=True))


def change_alias(work: UnitOfWork, row: CustomerRow, number: str) -> None:
    """Keep the present number of `row` as an old one, before it becomes `number`; one taken back is old no more."""
    from sqlalchemy import select

    from core.customers.tables import AliasRow

    old, new = row.number_folded, rules.fold_number(number)
    if old == new:
        return
    statement = select(AliasRow).where(AliasRow.customer_id == row.id, AliasRow.number_folded.in_((old, new)))
    known = {alias.number_folded: alias for alias in work.select(statement, removed=True)}
    if new in known and known[new].removed_seq is None:
        work.remove(known[new])
    if old in known:
        work.restore(known[old])
        return
    alias = AliasRow(id=work.new_id(), customer_id=row.id, number=row.number, number_folded=old)
    alias.number_rank = row.number_rank
    work.add(alias)
