"""Marks: customers by their ids, or all that a search finds but some; exact whatever is marked and unmarked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.customers.views import CustomerOrder, CustomerQuery, CustomerRow, CustomerWindow, Selection
from tui.listing.marks import Marks, all_found, between, of_ids, plain, same_search
from tui.listing.rows import Rows

EVERYTHING = CustomerQuery(active=None)
BRF = CustomerQuery(text="brf")


def row(id: int, **values: object) -> CustomerRow:
    """Return a row of the list."""
    fields: dict[str, object] = {
        "seq": id, "number": str(10000 + id), "name": f"Brf {id}", "type": "company", "org_no": "", "active": True,
        "city": "Sala", "phone": "", "email": "", "contact": "", **values,
    }  # fmt: skip
    return CustomerRow(id=id, **fields)  # type: ignore[arg-type]


ROWS = [row(id) for id in range(1, 7)]


def test_nothing_is_marked_at_first() -> None:
    assert not Marks()
    assert (Marks().count, Marks().selection()) == (0, None)
    assert not Marks().has(ROWS[0], BRF)


def test_a_row_is_marked_and_unmarked() -> None:
    marks = Marks().toggled(ROWS[0], BRF).toggled(ROWS[2], BRF)
    assert marks.count == 2 and marks.has(ROWS[2], EVERYTHING)
    assert marks.selection() == Selection(ids=(1, 3))
    assert marks.toggled(ROWS[0], EVERYTHING).selection() == Selection(ids=(3,))


def test_all_that_is_found_but_some() -> None:
    marks = all_found(BRF, 6).toggled(ROWS[1], BRF)
    assert [marks.has(one, BRF) for one in ROWS] == [True, False, True, True, True, True]
    assert marks.count == 5
    assert marks.selection() == Selection(query=BRF, but=(2,))
    assert marks.toggled(ROWS[1], BRF) == all_found(BRF, 6)


def test_how_many_is_not_known_until_they_are_counted() -> None:
    marks = all_found(BRF)
    assert marks and marks.count is None
    assert marks.counted(EVERYTHING, 3).count is None
    assert marks.counted(BRF, 3).count == 3


def test_the_order_of_the_list_is_no_part_of_what_is_marked() -> None:
    sorted_ = replace(BRF, order=CustomerOrder.CITY, descending=True)
    assert all_found(sorted_) == all_found(BRF)
    assert plain(sorted_) == BRF


@pytest.mark.parametrize(
    ("query", "other", "known"),
    [
        (EVERYTHING, BRF, True),
        (BRF, BRF, True),
        (BRF, CustomerQuery(text=" brf ", cities=("Sala",)), True),
        (BRF, EVERYTHING, False),
        (BRF, CustomerQuery(text="brfx"), False),
    ],
)
def test_what_another_text_finds_only_the_register_knows(
    query: CustomerQuery, other: CustomerQuery, known: bool
) -> None:
    marks = all_found(query, 6)
    assert same_search(query, other) is known
    assert marks.knows(ROWS[0], other) is known
    assert marks.has(ROWS[0], other) is known
    assert known or marks.toggled(ROWS[0], other) == marks


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (CustomerQuery(active=True), [1, 3, 4]),
        (CustomerQuery(active=False), [2]),
        (CustomerQuery(active=None, cities=("sala",)), [1, 2, 3]),
        (CustomerQuery(active=None, types=("private",)), [4]),
        (CustomerQuery(active=None, languages=("en",)), [3]),
        (CustomerQuery(active=None, org_no=True), [1]),
        (CustomerQuery(active=None, org_no=False), [2, 3, 4]),
    ],
)
def test_the_filters_of_a_search_hold_for_what_it_marks(filters: CustomerQuery, found: list[int]) -> None:
    rows = [
        row(1, org_no="5560360793"),
        row(2, active=False),
        row(3, language="en"),
        row(4, city="Enköping", type="private"),
    ]
    marks = all_found(filters, len(found))
    assert [one.id for one in rows if marks.has(one, EVERYTHING)] == found
    other = next(one for one in rows if one.id not in found)
    assert marks.toggled(other, EVERYTHING).selection() == Selection(ids=(other.id,), query=plain(filters))


def test_what_a_search_marked_can_be_named_one_by_one() -> None:
    marks = all_found(BRF, 3)
    assert marks.named(BRF, [1, 2, 3]) == of_ids([1, 2, 3])
    assert marks.named(EVERYTHING, [1, 2, 3]) == marks


def test_the_rows_of_a_range_both_ways_and_only_where_both_ends_are_held() -> None:
    rows: Rows[CustomerRow] = Rows()
    rows.replace([CustomerWindow(rows=tuple(ROWS))], 0)
    assert [one.id for one in between(rows, 2, 3) or ()] == [2, 3, 4]
    assert [one.id for one in between(rows, 5, 1) or ()] == [2, 3, 4, 5]
    assert between(rows, 99, 1) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["toggle", "mark", "unmark", "all"]), st.sets(st.integers(0, 5), min_size=1)),
        max_size=12,
    )
)
def test_whatever_is_done_the_marks_are_those_of_a_plain_set(steps: list[tuple[str, set[int]]]) -> None:
    marks = Marks()
    plain_set: set[int] = set()
    inactive = [row(id, active=id % 2 == 0) for id in range(1, 7)]
    active = CustomerQuery()
    for what, places in steps:
        rows = [inactive[place] for place in sorted(places)]
        ids = {one.id for one in rows}
        if what == "toggle":
            marks = marks.toggled(rows[0], EVERYTHING)
            plain_set ^= {rows[0].id}
        elif what == "mark":
            marks, plain_set = marks.marked(rows, EVERYTHING), plain_set | ids
        elif what == "unmark":
            marks, plain_set = marks.unmarked(rows, EVERYTHING), plain_set - ids
        else:
            marks, plain_set = all_found(active, 3), {2, 4, 6}
        assert {one.id for one in inactive if marks.has(one, EVERYTHING)} == plain_set
        assert marks.count == len(plain_set)
        assert not marks.ids & marks.but
