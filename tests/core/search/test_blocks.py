"""The stored sample of positions and what is in use: right after every change, as cheap at the end as at the beginning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.customers.views import CustomerOrder
from core.database import search, search_index
from core.database.guard import writing
from core.database.searching import blocks
from core.database.searching.positions import INDEXED
from core.database.searching.uses import Used, in_use
from core.values.sorting import sort_key
from tests.core.search import oracle
from tests.core.search.oracle import Customer, Query
from tests.core.search.stage import Stage, stage_on
from tests.core.search.test_oracle import registers


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Return one database for all examples, of each kind."""
    with stage_on(request) as stage:
        yield stage


def active_rows(stage: Stage, order: str) -> list[int]:
    """Return how many active customers each block of an order has."""
    statement = "SELECT active_rows FROM customer_block WHERE listing = ?"
    return [int(row[0]) for row in stage.connection.exec_driver_sql(statement, (order,))]


def check(stage: Stage, customers: list[Customer]) -> None:
    """Hold totals, row numbers both ways, and what is in use, against a plain list."""
    for active in (True, False, None):
        for order in INDEXED:
            rows = oracle.listed(customers, Query(active=active, order=CustomerOrder(order)))
            assert blocks.total(stage.connection, active) == len(rows)
            keys = [blocks.key_at(stage.connection, order, active, number) for number in range(len(rows) + 1)]
            assert [key and key[-1] for key in keys] == [*(row.id for row in rows), None]
            assert [blocks.offset_of(stage.connection, order, active, key) for key in keys if key] == [
                *range(len(rows))
            ]
    assert in_use(stage.connection, search.Sql("")) == used(customers)


def used(customers: list[Customer]) -> Used:
    """Return what is in use, counted naively."""
    there = [customer for customer in customers if not customer.removed]
    towns: dict[str, list[str]] = {}
    languages: dict[str, int] = {}
    for customer in there:
        if customer.city:
            towns.setdefault(oracle.lower(customer.city), []).append(customer.city)
        if customer.language:
            languages[customer.language] = languages.get(customer.language, 0) + 1
    ordered = sorted(towns.items(), key=lambda town: (sort_key(town[0]), town[0]))
    longest = max((len(customer.number) for customer in there), default=0)
    return Used(
        tuple((min(written), len(written)) for _spelled, written in ordered), tuple(sorted(languages.items())), longest
    )


@given(registers=st.lists(registers(), min_size=1, max_size=3), size=st.integers(1, 3))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_places_and_totals_follow_whatever_comes_goes_and_changes(
    stage: Stage, registers: list[list[Customer]], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "SIZE", size)
        patch.setattr(blocks, "LARGEST", 2 * size)
        stage.clear()
        for customers in registers:
            stage.change_to(customers)
            check(stage, customers)
        blocks.rebuild_blocks(stage.connection)
        check(stage, registers[-1])


def test_a_block_that_grows_is_made_into_several_and_empty_ones_go(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "SIZE", 10)
    monkeypatch.setattr(blocks, "LARGEST", 20)
    customers = [Customer(id, str(id), f"N {id}", seq=id) for id in range(1, 101)]
    stage.clear()
    for customer in customers:
        stage.put([customer])
    sizes = active_rows(stage, "name")
    assert sum(sizes) == 100
    assert max(sizes) <= 20
    assert len(sizes) <= 20
    # All of them are changed once more, in one change set: the order of changes moves as a whole.
    with writing(stage.connection):
        stage.connection.exec_driver_sql("UPDATE customer SET seq = 500")
    for customer in customers:
        search_index.reindex(stage.connection, [customer.id])
    sizes = active_rows(stage, "changed")
    assert sum(sizes) == 100
    assert sizes.count(0) <= 12


def test_a_thousand_cost_as_many_statements_as_twenty(stage: Stage) -> None:
    """Ask for End, a jump and a row's number in a small register and in one of many blocks."""
    statements = []
    for count in (20, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(blocks, "SIZE", 10)
            patch.setattr(blocks, "LARGEST", 20)
            stage.clear()
            stage.put([Customer(id, str(id), f"N {id}", seq=id) for id in range(1, count + 1)])
            stage.statements.clear()
            key = blocks.key_at(stage.connection, "name", True, count - 5)
            assert key is not None
            assert blocks.offset_of(stage.connection, "name", True, key) == count - 5
            statements.append(len(stage.statements))
    assert statements[0] == statements[1] <= 4
