"""Whom a selection means: ids, what is found but some, each once, and the same however it is gone through."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.bulk.api import count_among, preview_bulk, selected
from core.bulk.views import BulkChange
from core.customers.api import list_customers
from core.customers.views import CustomerOrder, CustomerQuery, Selection
from core.errors import Invalid
from core.local import LocalRegister
from core.register import Register
from tests.conftest import OpenAs
from tests.core.bulk.making import ENGLISH, changed, several, these
from tests.core.customers.making import make


async def windowed(register: Register, selection: Selection, limit: int) -> list[str]:
    """Return the names that the preview goes through, window by window."""
    names: list[str] = []
    after, at_end = "", False
    while not at_end:
        window = await register(preview_bulk, selection, ENGLISH, after, limit)
        assert len(window.rows) <= limit
        names += [row.name for row in window.rows]
        after, at_end = window.last, window.at_end
    return names


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_all_that_is_found_but_some_and_some_others(register: LocalRegister, limit: int) -> None:
    customers = await several(register, 5)
    others = [await make(register, name=f"Öst {n}") for n in (1, 2)]
    found = CustomerQuery(text="brf")
    all_but_one = Selection(query=found, but=(customers[1].id,))
    assert await windowed(register, all_but_one, limit) == ["Brf A1", "Brf A3", "Brf A4", "Brf A5"]
    both = Selection(ids=(others[1].id, customers[4].id, others[1].id), query=found, but=(customers[1].id,))
    assert await windowed(register, both, limit) == ["Öst 2", "Brf A5", "Brf A1", "Brf A3", "Brf A4"]
    assert await windowed(register, these(others), limit) == ["Öst 1", "Öst 2"]


async def test_the_order_of_the_list_does_not_matter(register: LocalRegister) -> None:
    await several(register, 3)
    selection = Selection(query=CustomerQuery(order=CustomerOrder.PHONE, descending=True))
    assert await windowed(register, selection, 2) == ["Brf A1", "Brf A2", "Brf A3"]


async def test_changing_what_the_selection_is_found_by_does_not_change_whom_it_means(register: LocalRegister) -> None:
    await several(register, 7)
    job = await changed(register, Selection(query=CustomerQuery(active=True)), BulkChange(active=False))
    assert (job.total, job.done, job.counts) == (7, 7, {"changed": 7})
    assert not (await register(list_customers, CustomerQuery(active=True))).rows


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_a_selection_is_exactly_the_ids_and_the_found_without_those_left_out(
    register: LocalRegister, data: st.DataObject
) -> None:
    known = (await register(list_customers, CustomerQuery(active=None))).rows
    if not known:
        await several(register, 6)
        await make(register, name="Väst 1")
        known = (await register(list_customers, CustomerQuery(active=None))).rows
    ids = [row.id for row in known]
    chosen = tuple(data.draw(st.lists(st.sampled_from(ids), max_size=4)))
    but = tuple(data.draw(st.lists(st.sampled_from(ids), max_size=4)))
    query = data.draw(st.sampled_from([None, CustomerQuery(), CustomerQuery(text="brf"), CustomerQuery(text="väst")]))
    if not chosen and query is None:
        return
    found = {row.id for row in (await register(list_customers, query)).rows} if query is not None else set()
    names = {row.id: row.name for row in known}
    expected = {names[id] for id in (found - set(but)) | set(chosen)}
    limit = data.draw(st.integers(1, 7))
    went_through = await windowed(register, Selection(ids=chosen, query=query, but=but), limit)
    assert sorted(went_through) == sorted(expected)


async def test_who_is_selected_is_told_up_to_ten_thousand(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.bulk import operations

    customers = await several(register, 3)
    selection = Selection(ids=(customers[2].id,), query=CustomerQuery(text="brf"), but=(customers[0].id,))
    assert await register(selected, selection) == (customers[2].id, customers[1].id)
    monkeypatch.setattr(operations, "MOST_IDS", 1)
    with pytest.raises(Invalid, match=r"bulk\.too_many"):
        await register(selected, selection)


async def test_how_many_of_some_a_search_finds(register: LocalRegister, open_as: OpenAs) -> None:
    customers = await several(register, 3)
    other = await make(register, name="Öst", active=False)
    ids = tuple(one.id for one in (*customers, other, other))
    found = [
        await register(count_among, query, ids)
        for query in (CustomerQuery(), CustomerQuery(active=None), CustomerQuery(text="a1"), CustomerQuery(text="zz"))
    ]
    assert found == [3, 4, 1, 0]
    eva = await open_as("eva", only_assigned=True)
    assert await eva(count_among, CustomerQuery(active=None), ids) == 0
