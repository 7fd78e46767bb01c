"""Windows, jumps and counts while customers come, are renamed, go and are hidden; and what one call may cost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.customers import listing
from core.customers.views import CustomerOrder, CustomerQuery, CustomerWindow
from core.database.guard import writing
from core.database.searching import blocks, walking, windows
from core.database.searching.positions import INDEXED
from core.errors import Invalid
from core.rights import Right
from core.work import UnitOfWork
from tests.core.search import oracle
from tests.core.search.oracle import Customer, Query
from tests.core.search.stage import Stage, as_asked, asked, count, ids, stage_on
from tests.core.search.test_oracle import TYPED, crowd, queries, registers

EVERY_ORDER = [order for order in CustomerOrder if order is not CustomerOrder.RELEVANCE]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Return one database for all examples, of each kind."""
    with stage_on(request) as stage:
        yield stage


def walk(work: UnitOfWork, query: CustomerQuery, limit: int, *, backwards: bool = False) -> list[int]:
    """Return everybody, window by window; unfinished ones, which may be empty, go on."""
    window = listing.list_customers(work, query, limit=limit, last=backwards)
    found = [ids(window)]
    for _window in range(500):
        if window.at_start if backwards else window.at_end:
            return [id for part in (reversed(found) if backwards else found) for id in part]
        if backwards:
            window = listing.list_customers(work, query, before=window.first, limit=limit)
        else:
            window = listing.list_customers(work, query, after=window.last, limit=limit)
        found.append(ids(window))
    raise AssertionError("the windows do not come to an end")


def offset_is_right(window: CustomerWindow, expected: list[int]) -> bool:
    """Say whether the offset, where one is given, is the place of the first row."""
    return window.offset is None or not window.rows or expected[window.offset] == window.rows[0].id


@given(customers=registers(), query=queries, most=st.integers(1, 4), limit=st.integers(1, 3), few=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_unfinished_windows_go_on_and_jumps_land_where_they_should(
    stage: Stage, customers: list[Customer], query: Query, most: int, limit: int, few: bool
) -> None:
    stage.clear()
    stage.put(customers)
    mine = {customer.id for customer in customers if customer.id % 2}
    stage.let_see(mine)
    work = stage.work(sees_all=not few)
    expected = [row.id for row in oracle.listed(customers, query, unmask=True, seen=mine if few else None)]
    question = as_asked(query)
    with pytest.MonkeyPatch.context() as patch:
        # So few that every way is taken: along an index too, and with users who see more than are gathered.
        patch.setattr(walking, "MOST_VERIFIED", most)
        patch.setattr(windows, "MOST_SORTED", most)
        try:
            assert walk(work, question, limit) == expected
            assert walk(work, question, limit, backwards=True) == expected
        except Invalid as invalid:
            assert [(fault.field, fault.code) for fault in invalid.faults] == [("order", "order.narrow")]
            assert len(expected) > most
    for at in range(len(expected) + 2):
        window = listing.list_customers(work, question, at=at, limit=limit)
        start = at if at < len(expected) else max(0, len(expected) - limit)
        assert ids(window) == expected[start : start + limit]
        assert (window.at_start, window.at_end) == (start == 0, start + limit >= len(expected))
        assert offset_is_right(window, expected)


class Register(RuleBasedStateMachine):
    """A register in which much happens between two looks."""

    stage: Stage

    @initialize(customers=registers())
    def begin(self, customers: list[Customer]) -> None:
        """Begin with some customers."""
        self.stage.clear()
        self.stage.put(customers)
        self.customers = customers
        self.mine: set[int] = set()

    def become(self, customers: list[Customer]) -> None:
        """Let the register be these customers."""
        self.stage.change_to(customers)
        self.customers = customers

    @rule(other=registers(), data=st.data())
    def some_come_or_change(self, other: list[Customer], data: st.DataObject) -> None:
        """Put in customers, new ones and others in place of those there."""
        chosen = data.draw(st.lists(st.sampled_from(other), max_size=3, unique_by=lambda customer: customer.id))
        changed = {customer.id: replace(customer, seq=9) for customer in chosen}
        kept = [customer for customer in self.customers if customer.id not in changed]
        self.become([*kept, *changed.values()])

    @rule(data=st.data())
    def one_is_renamed_or_goes(self, data: st.DataObject) -> None:
        """Give one another name, or take it away."""
        chosen = data.draw(st.sampled_from(self.customers))
        name = data.draw(st.sampled_from(TYPED))
        other = replace(chosen, name=name) if data.draw(st.booleans()) else replace(chosen, removed=not chosen.removed)
        self.become([other if customer is chosen else customer for customer in self.customers])

    @rule(data=st.data())
    def others_are_seen(self, data: st.DataObject) -> None:
        """Let Per see other customers."""
        self.mine = data.draw(st.sets(st.sampled_from([customer.id for customer in self.customers])))
        with writing(self.stage.connection):
            self.stage.connection.exec_driver_sql("DELETE FROM access")
        self.stage.let_see(self.mine)

    @rule(query=queries, limit=st.integers(1, 4), sees_all=st.booleans(), unmask=st.booleans())
    def look(self, query: Query, limit: int, sees_all: bool, unmask: bool) -> None:
        """Ask as Anna or Per."""
        rights = frozenset({Right.CUSTOMER_UNMASK}) if unmask else frozenset()
        work = self.stage.work(sees_all=sees_all, rights=rights)
        seen = None if sees_all else self.mine
        expected = [row.id for row in oracle.listed(self.customers, query, unmask=unmask, seen=seen)]
        question = as_asked(query)
        assert walk(work, question, limit) == expected
        assert walk(work, question, limit, backwards=True) == expected
        counted = count(work, question)
        naive = oracle.counted(self.customers, query, unmask=unmask, seen=seen)
        assert (counted.found, counted.hidden, counted.unfiltered) == naive

    @invariant()
    def everybody_is_counted(self) -> None:
        """Hold the sums of the blocks."""
        there = [customer.active for customer in self.customers if not customer.removed]
        assert blocks.totals(self.stage.connection) == (there.count(True), there.count(False))


def test_whatever_happens_between_two_looks(stage: Stage) -> None:
    machine = type("Machine", (Register,), {"stage": stage})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize("order", EVERY_ORDER)
def test_more_than_may_be_sorted_must_be_narrowed(
    stage: Stage, order: CustomerOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.clear()
    stage.put(crowd(random.Random(1), 30))
    monkeypatch.setattr(windows, "MOST_SORTED", 5)
    work = stage.work()
    with pytest.raises(Invalid) as raised:
        listing.list_customers(work, CustomerQuery(text="e", active=None, order=order))
    assert [(fault.field, fault.code, dict(fault.params)) for fault in raised.value.faults] == [
        ("order", "order.narrow", {"most": 10_000})
    ]
    # Without a text what the register keeps an order of may have any size.
    query = CustomerQuery(active=None, order=order)
    if order in INDEXED:
        assert len(walk(work, query, 7)) == 30
    else:
        with pytest.raises(Invalid):
            listing.list_customers(work, query)


def test_a_jump_too_far_to_be_counted_must_be_narrowed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.clear()
    stage.put(crowd(random.Random(1), 30))
    monkeypatch.setattr(windows, "MOST_SORTED", 5)
    with pytest.raises(Invalid) as raised:
        listing.list_customers(stage.work(), CustomerQuery(text="e", active=None), at=6)
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [("at", "order.narrow")]


SIZES = (150, 3_000)
ASKED: list[tuple[CustomerQuery, dict[str, Any]]] = [
    (CustomerQuery(), {}),
    (CustomerQuery(), {"last": True}),
    (CustomerQuery(), {"at": 100}),
    (CustomerQuery(order=CustomerOrder.CITY, descending=True), {"at": 60}),
    (CustomerQuery(order=CustomerOrder.CHANGED, active=None), {"last": True}),
    (CustomerQuery(cities=("sala",)), {}),
    (CustomerQuery(text="ek"), {}),
    (CustomerQuery(text="brf ek"), {}),
    (CustomerQuery(text="10443"), {}),
    (CustomerQuery(text="qqq"), {}),
    (CustomerQuery(text="0701234567"), {}),
    (CustomerQuery(text="e", cities=("sala",)), {"last": True}),
]


def test_a_call_costs_no_more_in_a_register_twenty_times_as_large() -> None:
    costs: list[list[tuple[int, int]]] = []
    for size in SIZES:
        stage = Stage()
        stage.put(crowd(random.Random(4), size))
        costs.append([cost(stage, query, arguments) for query, arguments in ASKED])
        stage.session.close()
        stage.engine.dispose()
    for (query, arguments), small, large in zip(ASKED, *costs, strict=True):
        assert large[0] <= max(small[0], 30), (query, arguments, "statements")
        # Thousands of steps of SQLite's machine: to look at everybody takes some 300.
        assert large[1] <= max(4 * small[1], 60), (query, arguments, "work")


def cost(stage: Stage, query: CustomerQuery, arguments: dict[str, Any]) -> tuple[int, int]:
    """Return how many statements a window takes, and how many thousands of steps of SQLite's machine."""
    work = stage.work()
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    listing.list_customers(work, query, limit=10, **arguments)
    driver: Any = stage.connection.connection.driver_connection
    driver.set_progress_handler(step, 1_000)
    with asked(stage) as statements:
        listing.list_customers(work, query, limit=10, **arguments)
    driver.set_progress_handler(None, 0)
    return len(statements), steps
