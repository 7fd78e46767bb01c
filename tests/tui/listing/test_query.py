"""What the list is asked and how it says so: orders, chips, the status line, ways out of nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from core.customers.columns import ColumnName
from core.customers.views import CustomerCount, CustomerOrder, CustomerQuery
from core.text import speak
from tests.tui.fakes import customer
from tests.tui.naive_finding import row_of
from tui.listing.query import (
    Counts,
    FoundWay,
    chips,
    chips_line,
    empty_lines,
    from_state,
    has_filters,
    nearest,
    sorted_by,
    sorted_column,
    status_line,
    to_state,
    ways_out,
    without_filters,
)
from tui.paint import Line, width_of
from tui.state import State

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def swedish(speak_swedish: None) -> None:
    """The words of LOOK.md are Swedish."""


def text_of(line: Line) -> str:
    """Return the text of a line with plain spaces."""
    return "".join(span.text for span in line).replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("query", "counts", "position", "said"),
    [
        (CustomerQuery(), Counts(CustomerCount(found=12902, cap=10**9), 12902), 4, "12 902 kunder · rad 4"),
        (CustomerQuery(), Counts(CustomerCount(found=1, cap=10**9), 1), 1, "1 kund · rad 1"),
        (CustomerQuery(), Counts(None, None), 1, "rad 1"),
        (
            CustomerQuery(text="ek"),
            Counts(CustomerCount(found=8), 12481),
            1,
            "8 av 12 481 · namn som börjar på ek först",
        ),
        (
            CustomerQuery(text="gillet"),
            Counts(CustomerCount(found=1, hidden=2), 12481),
            1,
            "1 av 12 481 · 2 inaktiva, i visar · rad 1",
        ),
        (CustomerQuery(text="a b"), Counts(CustomerCount(found=1001), 12481), 7, "fler än 1 000 · rad 7"),
        (CustomerQuery(text="a b"), Counts(CustomerCount(found=0), 12481), None, "0 av 12 481"),
        (
            CustomerQuery(text="a", order=CustomerOrder.NUMBER),
            Counts(CustomerCount(found=3), 9),
            2,
            "3 av 9 · rad 2",
        ),
        (
            CustomerQuery(cities=("Sala",)),
            Counts(CustomerCount(found=2, hidden=1), 9),
            1,
            "2 av 9 · 1 inaktiv, i visar · rad 1",
        ),
        (CustomerQuery(), Counts(CustomerCount(found=9, hidden=4, cap=10**9), 9), 1, "9 kunder · rad 1"),
    ],
)
def test_the_status_line(query: CustomerQuery, counts: Counts, position: int | None, said: str) -> None:
    assert text_of(status_line(query, counts, position)) == said


def test_while_one_types_the_way_to_the_hidden_ones_leads_over_the_list() -> None:
    counts = Counts(CustomerCount(found=1, hidden=2), 9)
    line = status_line(CustomerQuery(text="gillet"), counts, 1, searching=True)
    assert text_of(line) == "1 av 9 · 2 inaktiva, ↵ i visar"


@pytest.mark.parametrize(
    ("column", "before", "order", "descending"),
    [
        ("name", CustomerQuery(), CustomerOrder.NAME, True),
        ("number", CustomerQuery(), CustomerOrder.NUMBER, False),
        ("changed", CustomerQuery(), CustomerOrder.CHANGED, True),
        ("changed", CustomerQuery(order=CustomerOrder.CHANGED, descending=True), CustomerOrder.CHANGED, False),
        ("name", CustomerQuery(order=CustomerOrder.NAME, descending=True), CustomerOrder.RELEVANCE, False),
        ("name", CustomerQuery(order=CustomerOrder.CITY), CustomerOrder.RELEVANCE, False),
    ],
)
def test_orders(column: ColumnName, before: CustomerQuery, order: CustomerOrder, descending: bool) -> None:
    after = sorted_by(before, column)
    assert (after.order, after.descending) == (order, descending)
    assert sorted_column(after) == column


def test_what_is_remembered_comes_back() -> None:
    query = CustomerQuery(
        active=None,
        cities=("Sala",),
        languages=("fi",),
        types=("private",),
        org_no=False,
        order=CustomerOrder.CITY,
        descending=True,
    )
    state = State()
    to_state(query, state)
    assert from_state(state) == query
    assert from_state(State()) == CustomerQuery()


def test_filters_go_all_at_once_and_text_and_order_stay() -> None:
    query = CustomerQuery(text="ek", active=None, cities=("Sala",), order=CustomerOrder.CITY)
    assert has_filters(query)
    assert without_filters(query) == CustomerQuery(text="ek", order=CustomerOrder.CITY)


def test_chips_say_what_is_on_and_fit() -> None:
    query = CustomerQuery(active=False, cities=("Enköping", "Sala"), types=("private",), org_no=False)
    line = chips_line(chips(query), "f", 80)
    assert text_of(line) == "f ✓ Inaktiva  ✓ Enköping +1  Språk ▾  ✓ privat +1"
    for width in range(1, 60):
        assert width_of(chips_line(chips(query), "f", width)) <= max(width, 1)
    assert "Språk" not in text_of(chips_line(chips(query), "f", 42)), "what is off goes first"


def test_ways_out_take_one_step() -> None:
    query = CustomerQuery(text="brf ekbacken sala", cities=("Köping",))
    ways = ways_out(query)
    assert [way.query.text for way in ways[:3]] == ["ekbacken sala", "brf sala", "brf ekbacken"]
    assert [way.query for way in ways[3:]] == [replace(query, active=None), replace(query, cities=())]
    assert ways_out(CustomerQuery(text="ek", active=None)) == []


def test_an_empty_answer_says_what_was_sought_and_how_to_go_on() -> None:
    query = CustomerQuery(text="brf ekbacken sala")
    only = row_of(customer(1, "Brf Ekbacken", "Enköping"))
    ways = ways_out(query)
    found = [FoundWay(ways[0], 0, 1000), FoundWay(ways[2], 1, 1000, only), FoundWay(ways[3], 2, 1000)]
    lines = [text_of(line) for line in empty_lines(query, nearest(found), "Ctrl+N")]
    assert lines == [
        "   Ingen kund passar på alla orden: brf, ekbacken, sala.",
        "",
        "   1 kund om du tar bort sala   Brf Ekbacken, Enköping",
        "   2 kunder om du släcker filtret Aktiva",
        "",
        "   Ctrl+N lägger upp en ny kund med det du har skrivit",
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        (CustomerQuery(), "Inga kunder än."),
        (CustomerQuery(text="x"), "Ingen kund passar på x."),
        (CustomerQuery(cities=("Sala",)), "Ingen kund passar i filtren."),
    ],
)
def test_each_kind_of_nothing_has_its_words(query: CustomerQuery, first: str) -> None:
    assert text_of(empty_lines(query, (), "")[0]).strip() == first


def test_english() -> None:
    speak("en")
    counts = Counts(CustomerCount(found=8, hidden=1), 12481)
    assert text_of(status_line(CustomerQuery(text="a b"), counts, 1)) == "8 of 12,481 · 1 inactive, i shows it · row 1"
