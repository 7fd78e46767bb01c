"""The search text: written for each customer as for many, without personal numbers, with few statements."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.database import search_index
from core.database.base import Row as MappedRow
from core.database.guard import writing
from core.database.searching.document import NOT_IN_TEXT
from core.recorder import Entry, fields_of
from tests.core.search.oracle import Customer, Person
from tests.core.search.stage import Stage, asked, stage_in
from tests.core.search.test_oracle import crowd

SHOWN = "SELECT * FROM customer_row ORDER BY customer_id"
SEARCHED = "SELECT customer_id, * FROM customer_search ORDER BY customer_id"
LINES = "SELECT * FROM customer_search_line ORDER BY customer_id, line"


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Return an empty database."""
    with stage_in() as stage:
        yield stage


def rows(stage: Stage) -> list[tuple[object, ...]]:
    """Return everything that is derived."""
    return [tuple(row) for sql in (SHOWN, SEARCHED, LINES) for row in stage.connection.exec_driver_sql(sql)]


def test_one_by_one_and_all_at_once_write_the_same_and_again_changes_nothing(stage: Stage) -> None:
    customers = crowd(random.Random(7), 700)
    stage.put(customers)
    at_once = rows(stage)
    assert at_once
    for customer in customers:
        search_index.reindex(stage.connection, [customer.id])
    assert rows(stage) == at_once
    search_index.reindex(stage.connection, [customer.id for customer in customers] * 2)
    assert rows(stage) == at_once


def test_a_removed_customer_has_no_text_and_one_that_comes_back_has(stage: Stage) -> None:
    people = [Person("Mona Dahl"), Person("Per Lund")]
    stage.put([Customer(1, "10", "Brf Ekbacken", people=people), Customer(2, "11", "A")])
    before = rows(stage)
    for removed in ("1", "NULL"):
        with writing(stage.connection):
            stage.connection.exec_driver_sql(f"UPDATE customer SET removed_seq = {removed} WHERE id = 1")
        search_index.reindex(stage.connection, {1})
        assert rows(stage) == ([row for row in before if row[0] == 2] if removed == "1" else before)


def test_nothing_derived_has_a_personal_number(stage: Stage) -> None:
    person = Customer(
        1, "10", "Tore Østlund", org_no="198112189876", personal=True, people=[Person("Tore"), Person("Ida")]
    )
    stage.put([person])
    assert "811218-••••" in rows(stage)[0]
    assert "9876" not in str(rows(stage))


LOOKED_AT = 6
"""Statements that say that nothing has changed: the state of the index, three of the register, two of what is derived."""


@pytest.mark.parametrize(
    ("change", "most"),
    [
        ("UPDATE customer SET comment = 'x'", LOOKED_AT),
        ("UPDATE customer SET visiting_row1 = 'Storgatan 1'", LOOKED_AT + 2),
        ("UPDATE contact SET phone = '+46171445566' WHERE position = 0", LOOKED_AT + 8),
        ("UPDATE customer SET name = 'Brf Eken'", LOOKED_AT + 40),
    ],
)
def test_one_customer_costs_few_statements(stage: Stage, change: str, most: int) -> None:
    stage.put([Customer(1, "10", "A", people=[Person("Mona"), Person("Per")])])
    with writing(stage.connection):
        stage.connection.exec_driver_sql(change)
    with asked(stage) as statements:
        search_index.reindex(stage.connection, {1})
    assert len(statements) <= most


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
    search_index.follow(stage.connection, [entry], 77)
    assert list(search_index.stale(stage.connection)) == []


@pytest.mark.parametrize("kind", ["created", "removed"])
def test_a_part_that_comes_or_goes_changes_the_text(stage: Stage, kind: str) -> None:
    stage.put([Customer(1, "10", "Brf Ekbacken", people=[Person("Mona Dahl"), Person("Per Lund")])])
    with writing(stage.connection):
        stage.connection.exec_driver_sql("UPDATE contact SET removed_seq = 77 WHERE position = 0")
        stage.connection.exec_driver_sql("UPDATE customer SET seq = 77")
    search_index.follow(stage.connection, [Entry("customer", 1, "contact", 2, kind, "", None, None)], 77)
    assert list(search_index.stale(stage.connection)) == []
