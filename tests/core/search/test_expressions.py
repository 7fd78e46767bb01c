"""What is typed as an expression of the index: it finds everybody who fits, and nobody else where it says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from core.database import search_index
from core.database.searching.expressions import Match, match, number_beginning, whole_number
from core.values.finding import read_typed
from tests.core.search import oracle
from tests.core.search.oracle import Customer, Person, Query
from tests.core.search.stage import Stage, as_asked
from tests.core.search.test_oracle import queries, registers


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Return a file's database for all examples."""
    stage = Stage()
    yield stage
    stage.session.close()
    stage.engine.dispose()


def found(stage: Stage, matched: Match | None) -> set[int]:
    """Return whom an expression finds."""
    if matched is None:
        return set()
    if not matched.expression:
        return {row[0] for row in stage.connection.exec_driver_sql("SELECT customer_id FROM customer_search")}
    rows = stage.connection.exec_driver_sql(
        "SELECT s.customer_id FROM customer_match JOIN customer_search s ON s.label = customer_match.rowid"
        " WHERE customer_match MATCH ?",
        (matched.expression,),
    )
    return {row[0] for row in rows}


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(customers=registers(), query=queries)
def test_everybody_who_fits_is_among_those_that_the_expression_finds(
    stage: Stage, customers: list[Customer], query: Query
) -> None:
    stage.clear()
    stage.put(customers)
    if len(customers) % 2:
        search_index.rebuild(stage.connection)
    for unmask in (True, False):
        for as_typed in (False, True):
            expected = {
                one.id
                for one in customers
                if not one.removed
                and oracle.found(one, query.text, unmask=unmask, as_typed=as_typed)
                and oracle.passes(one, query)
                and query.active in (None, one.active)
            }
            matched = match(stage.connection, read_typed(query.text), as_asked(query), as_typed=as_typed, unmask=unmask)
            got = found(stage, matched)
            assert expected <= got, (matched, unmask, as_typed)
            assert matched is None or not matched.exact or got == expected, (matched, unmask, as_typed)


CARD = Customer(
    1,
    "10443",
    "Åke Ekmans Åkeri AB",
    visiting_city="Upplands Väsby",
    people=[Person("Anna Ek", "+46171445566", "", "anna.ek@åkeri.se")],
    old_numbers=["K12"],
)


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("", False),
        ("e", True),
        ("åk", True),
        ("ake", True),
        ("kman", True),
        ("mans", True),
        ("åkeri", True),
        ("a.ek", True),
        ("10443", False),
        ("171", True),
        ("0171-44", False),
        ("anna.ek@", False),
        ("åke ek", False),
    ],
)
def test_one_word_needs_no_verifying_where_its_terms_say_all(stage: Stage, typed: str, exact: bool) -> None:
    stage.clear()
    stage.put([CARD])
    matched = match(stage.connection, read_typed(typed), as_asked(Query(typed, active=True)))
    assert matched is not None
    assert (found(stage, matched), matched.exact) == ({1}, exact)


@pytest.mark.parametrize("typed", ["ekmn", "xyz1 ekmn", "ekmn@ans", "äkeri"])
def test_what_stands_in_no_word_is_not_even_looked_for(stage: Stage, typed: str) -> None:
    stage.clear()
    stage.put([CARD])
    assert match(stage.connection, read_typed(typed), as_asked(Query(typed))) is None


@pytest.mark.parametrize(
    ("typed", "begins", "whole"),
    [("1", {1}, set()), ("1044", {1}, set()), ("k", {1}, set()), ("k12", {1}, {1}), ("2", set(), set())],
)
def test_the_beginnings_of_numbers_are_terms(stage: Stage, typed: str, begins: set[int], whole: set[int]) -> None:
    stage.clear()
    stage.put([CARD])
    for expression, expected in (
        (number_beginning(read_typed(typed)), begins),
        (whole_number(read_typed(typed)), whole),
    ):
        assert expression is not None
        assert found(stage, Match(expression, True)) == expected
    assert number_beginning(read_typed("10443")) is None
