"""Who may change many customers, and whom it reaches."""

from __future__ import annotations

import pytest

from core.bulk.api import bulk_refusals, change_many, preview_bulk
from core.bulk.views import BulkChange
from core.customers.api import get_customer
from core.customers.views import CustomerQuery, Selection
from core.errors import NotFound, Refused
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs
from tests.core.bulk.making import ENGLISH, changed, codes, these
from tests.core.customers.making import make


async def test_who_may_not_edit_may_not_change_many(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register)
    eva = await open_as("eva", without=(Right.CUSTOMER_EDIT,))
    with pytest.raises(Refused):
        await eva(preview_bulk, these([made]), ENGLISH)
    with pytest.raises(Refused):
        await eva(change_many, these([made]), ENGLISH)


async def test_who_may_not_see_comments_adds_to_none(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register, comment="hemligt")
    eva = await open_as("eva", without=(Right.COMMENT_SEE,))
    with pytest.raises(Refused):
        await eva(preview_bulk, these([made]), BulkChange(comment_line="mer"))
    with pytest.raises(Refused):
        await eva(change_many, these([made]), BulkChange(comment_line="mer"))


async def test_it_reaches_only_customers_one_may_see(register: LocalRegister, open_as: OpenAs) -> None:
    hidden = await make(register, name="Brf Dold")
    eva = await open_as("eva", only_assigned=True)
    own = await make(eva, name="Brf Egen")
    window = await eva(preview_bulk, Selection(ids=(hidden.id, own.id)), ENGLISH)
    assert [(row.name, row.outcome) for row in window.rows] == [("", "refused"), ("Brf Egen", "changed")]
    assert codes(window.rows[0]) == [("customer", "bulk.gone")]
    job = await changed(eva, Selection(ids=(hidden.id,), query=CustomerQuery()), ENGLISH)
    assert (job.total, job.counts) == (2, {"refused": 1, "changed": 1})
    assert (await register(get_customer, hidden.id)).language == ""


async def test_what_was_refused_is_for_whoever_made_the_change(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register, facility_required=True)
    job = await changed(register, these([made]), BulkChange(facilities_disabled=True))
    eva = await open_as("eva", only_assigned=True)
    for reader in (eva, register):
        with pytest.raises(NotFound):
            await reader(bulk_refusals, job.id if reader is eva else 4711)
