"""Turning VAT types on and off: every customer shows what it showed (DOMAIN 5.4b)."""

from __future__ import annotations

import pytest

from core.customers import operations
from core.customers.api import (
    change_customer,
    get_customer,
    switch_vat_type,
)
from core.customers.views import (
    Customer,
    CustomerChange,
)
from core.edits import Edit
from core.history.api import undo, undoable
from core.local import LocalRegister
from core.settings.api import get_settings
from tests.core.customers.making import make

PERSONAL = "198112189876"


async def shows(register: LocalRegister, customer: Customer) -> str:
    """Return the stored VAT type of a customer."""
    return (await register(get_customer, customer.id)).vat_type


async def test_turning_vat_types_on_gives_every_customer_what_it_showed(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "CHUNK", 3)
    monkeypatch.setattr(operations, "REST", 0)
    company = [await make(register, org_no="769612-3459") for _ in range(7)]
    without = await make(register)
    private = await make(register, type="private", org_no=PERSONAL)
    odd = await make(register, vat_type="none")
    assert await register(switch_vat_type, True) == 8
    assert (await register(get_settings)).vat_type
    assert {await shows(register, customer) for customer in company} == {"none"}
    assert [await shows(register, customer) for customer in (without, private, odd)] == ["normal"] * 3
    await register(change_customer, company[0].id, CustomerChange(vat_type=Edit("normal", "none")))
    assert await register(switch_vat_type, True) == 0
    assert await shows(register, company[0]) == "normal"
    assert await register(switch_vat_type, False) == 0
    assert not (await register(get_settings)).vat_type


async def test_turning_vat_types_on_can_be_taken_back(register: LocalRegister) -> None:
    company = await make(register, org_no="769612-3459")
    await register(switch_vat_type, True)
    last = await register(undoable, register.session)
    assert last is not None
    assert last.operation == "customers.switch_vat_type"
    await register(undo, last.seq)
    assert not (await register(get_settings)).vat_type
    assert await shows(register, company) == "normal"
