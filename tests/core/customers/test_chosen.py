"""The lines of customers by their ids: in the order asked for, and only what one may see."""

from __future__ import annotations

import pytest

from core.customers.api import delete_customer, get_rows, list_customers
from core.customers.views import Address, Contact, CustomerQuery
from core.errors import Invalid
from core.local import LocalRegister
from tests.conftest import OpenAs
from tests.core.customers.making import make


async def test_lines_are_those_of_the_list_in_the_order_asked_for(register: LocalRegister) -> None:
    first = await make(
        register, name="Brf Eken", visiting=Address(row1="Ekgatan 4", postcode="745 31", city="Sala"),
        contacts=(Contact(0, name="Mona", phone="021-12 34 56", email="m@eken.se"),),
    )  # fmt: skip
    second = await make(register, name="Brf Asken", active=False)
    rows = await register(get_rows, (first.id, second.id, first.id))
    assert [row.id for row in rows] == [first.id, second.id]
    listed = (await register(list_customers, CustomerQuery(active=None))).rows
    assert set(map(repr, rows)) == set(map(repr, listed))


async def test_who_is_gone_or_not_for_one_to_see_is_left_out(register: LocalRegister, open_as: OpenAs) -> None:
    made, gone = await make(register), await make(register, number="77")
    await register(delete_customer, gone.id)
    assert [row.id for row in await register(get_rows, (gone.id, 4711, made.id))] == [made.id]
    per = await open_as("per", only_assigned=True)
    assert await per(get_rows, (made.id,)) == ()
    assert await per(get_rows, ()) == ()


async def test_not_more_than_five_hundred(register: LocalRegister) -> None:
    with pytest.raises(Invalid, match="ids range"):
        await register(get_rows, tuple(range(501)))
