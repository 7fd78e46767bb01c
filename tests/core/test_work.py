"""The unit of work: what it writes of what was changed, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text

from core.customers.tables import ContactRow, CustomerRow
from core.database.base import Base
from core.database.guard import Unguarded
from core.database.tables import Change, ChangeSet
from core.local import LocalRegister
from core.operation import all_operations
from core.people.api import add_user, me
from core.people.tables import UserRow
from core.row_rights import CUSTOMER_OF
from core.work import UnitOfWork
from tests.conftest import OpenAs

OPERATION = next(operation for operation in all_operations() if operation.name == add_user.name)


async def within(register: LocalRegister, function: Callable[[UnitOfWork], Any]) -> Any:
    """Run `function` in one write transaction."""
    return await register.within(OPERATION, function)


def customer(id: int = 1001, **values: Any) -> CustomerRow:
    """Return a customer with what a test does not care about filled in."""
    number = values.pop("number", str(id))
    return CustomerRow(id=id, number=number, number_folded=number, name=values.pop("name", "Brf Eken"), **values)


async def changes(register: LocalRegister) -> list[tuple[str, str, str, str | None, str | None]]:
    """Return every change after the register was made: entity, kind, field, was, now."""

    def read(work: UnitOfWork) -> list[tuple[str, str, str, str | None, str | None]]:
        rows = work.select(select(Change).where(Change.seq > 1).order_by(Change.seq, Change.id))
        return [(row.entity, row.kind, row.field, row.was, row.now) for row in rows]

    return await register.reading(OPERATION, read)


async def seq_of(register: LocalRegister, mapped: type[CustomerRow | ContactRow], id: int) -> int:
    """Return the seq of a row."""

    def read(work: UnitOfWork) -> int:
        row = work.get(mapped, id, removed=True)
        assert row is not None
        return row.seq

    return await register.reading(OPERATION, read)


async def last_seq(register: LocalRegister) -> int:
    """Return where the register stands."""
    return await register.reading(OPERATION, lambda work: work.seq)


async def test_a_created_row_is_one_change_without_values(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))
    assert await changes(register) == [("customer", "created", "", None, None)]


async def test_a_change_goes_from_the_first_was_to_the_last_now(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer(name="A")))

    def rename(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, 1001)
        assert row is not None
        for name in ("B", "C"):
            row.name = name
            work.flush()

    await within(register, rename)
    assert (await changes(register))[1:] == [("customer", "changed", "name", '"A"', '"C"')]


async def test_what_changes_nothing_gives_its_number_back(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer(name="A")))
    before = await last_seq(register)

    def same(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, 1001)
        assert row is not None
        row.name = "A"

    await within(register, same)
    assert await last_seq(register) == before


async def test_an_address_is_one_change(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))

    def move(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, 1001)
        assert row is not None
        row.visiting_row1, row.visiting_city = "Ekgatan 4", "Enköping"

    await within(register, move)
    ((_entity, _kind, field, was, now),) = (await changes(register))[1:]
    assert (field, was) == ("visiting", "null")
    assert now is not None and '"row1":"Ekgatan 4"' in now and '"city":"Enköping"' in now


async def test_a_changed_part_raises_the_seq_of_its_customer(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))
    await within(register, lambda work: work.add(ContactRow(id=2001, customer_id=1001, name="Lars Öberg")))
    assert await seq_of(register, CustomerRow, 1001) == await last_seq(register)


async def test_many_rows_leave_the_history_that_one_would(register: LocalRegister) -> None:
    def insert(work: UnitOfWork) -> None:
        names = ({"id": 1001, "name": "A"}, {"id": 1002, "name": "B"})
        work.insert_many(
            CustomerRow, [row | {"number": str(row["id"]), "number_folded": str(row["id"])} for row in names]
        )
        work.insert_many(ContactRow, [{"id": 2001, "customer_id": 1002, "name": "Mona"}])

    await within(register, insert)
    await within(
        register, lambda work: work.insert_many(ContactRow, [{"id": 2002, "customer_id": 1001, "name": "Lars"}])
    )
    rows = [{"id": 1001, "name": "C", "active": True}, {"id": 1002, "name": "B", "active": False}]
    await within(register, lambda work: work.update_many(CustomerRow, rows))
    assert await changes(register) == [
        ("customer", "created", "", None, None),
        ("customer", "created", "", None, None),
        ("contact", "created", "", None, None),
        ("contact", "created", "", None, None),
        ("customer", "changed", "name", '"A"', '"C"'),
        ("customer", "changed", "active", "true", "false"),
    ]
    assert await seq_of(register, CustomerRow, 1001) == await last_seq(register)


async def test_parts_inserted_in_bulk_raise_their_customer(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))
    await within(
        register, lambda work: work.insert_many(ContactRow, [{"id": 2001, "customer_id": 1001, "name": "Lars"}])
    )
    assert await seq_of(register, CustomerRow, 1001) == await last_seq(register)


async def test_an_error_leaves_nothing(register: LocalRegister) -> None:
    before = await last_seq(register)

    def fail(work: UnitOfWork) -> None:
        work.add(customer())
        work.flush()
        raise LookupError

    with pytest.raises(LookupError):
        await within(register, fail)
    assert await last_seq(register) == before
    assert await changes(register) == []


async def test_a_removed_row_is_a_tombstone_that_comes_back(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))

    def remove(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, 1001)
        assert row is not None
        work.remove(row)

    def look(work: UnitOfWork) -> tuple[bool, bool, int]:
        return (
            work.get(CustomerRow, 1001) is None,
            work.get(CustomerRow, 1001, removed=True) is not None,
            len(work.select(select(CustomerRow))),
        )

    await within(register, remove)
    assert await register.reading(OPERATION, look) == (True, True, 0)

    def restore(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, 1001, removed=True)
        assert row is not None
        work.restore(row)

    await within(register, restore)
    assert await register.reading(OPERATION, look) == (False, True, 1)
    assert [kind for _entity, kind, *_rest in await changes(register)] == ["created", "removed", "created"]


@pytest.mark.parametrize(
    "go_round",
    [
        lambda work: work.connection.execute(text("UPDATE customer SET name = 'x'")),
        lambda work: work.connection.exec_driver_sql("DELETE FROM customer"),
        lambda work: work._session.bulk_insert_mappings(CustomerRow, []),
        lambda work: work._session.bulk_save_objects([]),
    ],
)
async def test_nothing_changes_the_register_round_history(
    register: LocalRegister, go_round: Callable[[UnitOfWork], Any]
) -> None:
    with pytest.raises(Unguarded):
        await within(register, go_round)


async def test_rows_are_never_deleted(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))

    def delete(work: UnitOfWork) -> None:
        work._session.delete(work.get(CustomerRow, 1001))
        work.flush()

    with pytest.raises(RuntimeError, match="removed_seq"):
        await within(register, delete)


async def test_a_value_is_never_an_sql_expression(register: LocalRegister) -> None:
    await within(register, lambda work: work.add(customer()))

    def expression(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, 1001)
        assert row is not None
        row.name = func.upper(CustomerRow.name)
        work.flush()

    with pytest.raises(TypeError, match="expression"):
        await within(register, expression)


@pytest.mark.parametrize(
    "statement",
    [select(CustomerRow.name), select(func.count()).select_from(CustomerRow), select(CustomerRow.__table__)],
)
async def test_only_whole_mapped_rows_are_selected(register: LocalRegister, statement: Any) -> None:
    with pytest.raises(TypeError):
        await register.reading(OPERATION, lambda work: work.select(statement))


async def test_who_sees_only_assigned_customers_finds_no_others(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", only_assigned=True)

    def two(work: UnitOfWork) -> None:
        for id in (1001, 1002):
            work.add(customer(id))
            work.add(ContactRow(id=id + 1000, customer_id=id, name="Lars"))

    await within(register, two)

    def seen(work: UnitOfWork) -> tuple[list[int], list[int], bool, bool]:
        return (
            [row.id for row in work.select(select(CustomerRow))],
            [row.id for row in work.select(select(ContactRow))],
            work.get(CustomerRow, 1001) is None,
            work.get(ContactRow, 2001) is None,
        )

    assert await per.reading(me, seen) == ([], [], True, True)
    from core import access

    def assign(work: UnitOfWork) -> None:
        user = work.select(select(UserRow).where(UserRow.login == "per"))[0]
        access.grant(work, user.id, 1002)

    await within(register, assign)
    assert await per.reading(me, seen) == ([1002], [2002], True, True)
    assert await register.reading(OPERATION, seen) == ([1001, 1002], [2001, 2002], False, False)


def test_everything_that_belongs_to_a_customer_has_criteria() -> None:
    owned = {
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.class_ is CustomerRow
        or any(key.target_fullname == "customer.id" for column in mapper.columns for key in column.foreign_keys)
    }
    assert owned == set(CUSTOMER_OF)


async def test_the_numbers_of_changes_have_no_gaps(register: LocalRegister) -> None:
    for id in range(1001, 1006):

        def add(work: UnitOfWork, id: int = id) -> None:
            work.add(customer(id))

        await within(register, add)

        def fail(work: UnitOfWork, id: int = id) -> None:
            work.add(customer(id + 500))
            raise LookupError

        with pytest.raises(LookupError):
            await within(register, fail)
    seqs = await register.reading(OPERATION, lambda work: [row.seq for row in work.select(select(ChangeSet))])
    assert sorted(seqs) == list(range(1, len(seqs) + 1))
