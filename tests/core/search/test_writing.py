"""The search text: written for each customer as for many, without personal numbers, with few statements."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from core.customers import listing
from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.customers.views import CustomerOrder, CustomerQuery
from core.database import search
from core.database.base import Row as MappedRow
from core.database.guard import writing
from core.database.searching.document import NOT_IN_TEXT
from core.recorder import Entry, fields_of
from tests.core.search.oracle import Customer, Person
from tests.core.search.stage import Stage, asked, count, ids
from tests.core.search.test_oracle import crowd

SEARCHED = "SELECT * FROM customer_search ORDER BY customer_id"
LINES = "SELECT * FROM customer_search_line ORDER BY customer_id, line"


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Return an empty database."""
    stage = Stage()
    yield stage
    stage.session.close()
    stage.engine.dispose()


def rows(stage: Stage) -> list[tuple[object, ...]]:
    """Return everything that is derived."""
    return [tuple(row) for sql in (SEARCHED, LINES) for row in stage.connection.exec_driver_sql(sql)]


def test_one_by_one_and_all_at_once_write_the_same_and_again_changes_nothing(stage: Stage) -> None:
    customers = crowd(random.Random(7), 700)
    stage.put(customers)
    at_once = rows(stage)
    assert at_once
    for customer in customers:
        search.reindex(stage.connection, [customer.id])
    assert rows(stage) == at_once
    search.reindex(stage.connection, [customer.id for customer in customers] * 2)
    assert rows(stage) == at_once


def test_a_removed_customer_has_no_text_and_one_that_comes_back_has(stage: Stage) -> None:
    people = [Person("Mona Dahl"), Person("Per Lund")]
    stage.put([Customer(1, "10", "Brf Ekbacken", people=people), Customer(2, "11", "A")])
    before = rows(stage)
    for removed in ("1", "NULL"):
        with writing(stage.connection):
            stage.connection.exec_driver_sql(f"UPDATE customer SET removed_seq = {removed} WHERE id = 1")
        search.reindex(stage.connection, {1})
        assert rows(stage) == ([row for row in before if row[0] == 2] if removed == "1" else before)


def test_nothing_derived_has_a_personal_number(stage: Stage) -> None:
    person = Customer(
        1, "10", "Tore Østlund", org_no="198112189876", personal=True, people=[Person("Tore"), Person("Ida")]
    )
    stage.put([person])
    assert "811218-••••" in rows(stage)[0]
    assert "9876" not in str(rows(stage))


def test_one_customer_costs_few_statements(stage: Stage) -> None:
    stage.put([Customer(1, "10", "A", people=[Person("Mona"), Person("Per")])])
    with asked(stage) as statements:
        search.reindex(stage.connection, {1})
    assert len(statements) == 8


@pytest.mark.parametrize("text", ["", "ek", "ake ek", "0171-44 55 66", "zzz", "811218-9876"])
@pytest.mark.parametrize("order", list(CustomerOrder))
def test_a_window_takes_at_most_two_statements_and_a_count_one(stage: Stage, text: str, order: CustomerOrder) -> None:
    stage.put(crowd(random.Random(3), 40))
    query = CustomerQuery(text=text, order=order, active=None)
    work = stage.work(sees_all=False)
    stage.let_see(range(1, 30))
    with asked(stage) as statements:
        window = listing.list_customers(work, query, limit=5)
    assert 1 <= len(statements) <= (2 if text else 1)
    with asked(stage) as statements:
        if not window.at_end:
            assert ids(listing.list_customers(work, query, after=window.last, limit=5))
    assert len(statements) <= (2 if text else 1)
    with asked(stage) as statements:
        count(work, query)
    assert len(statements) == 1


MAPPED: dict[str, type[MappedRow]] = {"customer": CustomerRow, "contact": ContactRow, "buyer": BuyerRow}


@pytest.mark.parametrize(("entity", "field"), sorted(NOT_IN_TEXT))
def test_what_stands_in_no_text_changes_none(stage: Stage, entity: str, field: str) -> None:
    stage.put([Customer(1, "10", "Brf Ekbacken", people=[Person("Mona Dahl"), Person("Per Lund")])])
    table = MAPPED[entity].__tablename__
    (column,) = (parts[0][1] for name, parts in fields_of(MAPPED[entity]) if name == field)
    with writing(stage.connection):
        stage.connection.exec_driver_sql(f"UPDATE {table} SET {column} = '1'")
        stage.connection.exec_driver_sql("UPDATE customer SET seq = 77")
    entry = Entry("customer", 1, entity, 1, "changed", field, "null", '"1"')
    search.follow(stage.connection, [entry], 77)
    assert list(search.stale(stage.connection)) == []


@pytest.mark.parametrize("kind", ["created", "removed"])
def test_a_part_that_comes_or_goes_changes_the_text(stage: Stage, kind: str) -> None:
    stage.put([Customer(1, "10", "Brf Ekbacken", people=[Person("Mona Dahl"), Person("Per Lund")])])
    with writing(stage.connection):
        stage.connection.exec_driver_sql("UPDATE contact SET removed_seq = 77 WHERE position = 0")
        stage.connection.exec_driver_sql("UPDATE customer SET seq = 77")
    search.follow(stage.connection, [Entry("customer", 1, "contact", 2, kind, "", None, None)], 77)
    assert list(search.stale(stage.connection)) == []
