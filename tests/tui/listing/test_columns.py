"""Which columns a list has: what somebody chose as far as there is room, whole, and what choosing does to them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.customers.columns import COLUMNS, ColumnName, ListColumn
from tui.listing.columns import (
    EDGE,
    NAME_LEAST,
    WIDEST,
    as_chosen,
    column_width,
    layout,
    least_width,
    moved,
    ticked,
    widened,
)

Chosen = tuple[ListColumn, ...]


def chosen(*names: ColumnName) -> Chosen:
    """Return columns as wide as they are by themselves."""
    return tuple(map(ListColumn, names))


def names_of(columns: Chosen) -> list[str]:
    """Return their names."""
    return [column.name for column in columns]


@pytest.mark.parametrize(
    ("width", "columns", "shown"),
    [
        (120, chosen("name", "number"), {"name": 108, "number": 5}),
        (120, chosen("number", "name", "email", "org_no"), {"number": 5, "name": 67, "email": 24, "org_no": 13}),
        (80, chosen("number", "name", "email", "org_no"), {"number": 5, "name": 27, "email": 24, "org_no": 13}),
        (60, chosen("number", "name", "email", "org_no"), {"number": 5, "name": 22, "email": 24}),
        (36, chosen("number", "name", "email", "org_no"), {"number": 5, "name": 24}),
        (36, chosen("phone", "name", "number"), {"name": 31}),
        (80, (ListColumn("name", 30), ListColumn("phone")), {"name": 30, "phone": 13}),
        (80, (ListColumn("name"), ListColumn("city", 20)), {"name": 53, "city": 20}),
        (80, (ListColumn("name"), ListColumn("phone", 4)), {"name": 60, "phone": 13}),
    ],
)
def test_what_was_chosen_as_far_as_there_is_room(width: int, columns: Chosen, shown: dict[str, int]) -> None:
    assert {column.name: column.width for column in layout(width, chosen=columns).columns} == shown


some_columns = st.lists(
    st.sampled_from([name for name in COLUMNS if name != "name"]), unique=True, max_size=11
).flatmap(
    lambda names: st.permutations(["name", *names]).flatmap(
        lambda order: st.tuples(*(st.builds(ListColumn, st.just(name), st.integers(0, 60)) for name in order))
    )
)


@settings(max_examples=80, deadline=None)
@given(columns=some_columns, width=st.integers(36, 250), number=st.integers(1, 20), pane=st.booleans())
def test_columns_go_whole_from_the_right_and_never_overlap(
    columns: Chosen, width: int, number: int, pane: bool
) -> None:
    shown = layout(width, number, beside_pane=pane, chosen=columns).columns
    assert all(left.end + 2 == right.start for left, right in pairwise(shown))
    assert shown[0].start == 3 and shown[-1].end <= width - EDGE
    others = [column for column in columns if column.name != "name"]
    kept = [column.name for column in shown if column.name != "name"]
    assert kept == [column.name for column in others[: len(kept)]], "the rightmost goes first"
    for column in shown:
        if column.name == "name":
            assert column.width >= NAME_LEAST
        else:
            wanted = next(other for other in others if other.name == column.name)
            assert column.width == column_width(wanted, number) >= least_width(wanted.name, number)


@settings(max_examples=40, deadline=None)
@given(columns=some_columns, width=st.integers(36, 249))
def test_a_wider_list_never_has_fewer_columns(columns: Chosen, width: int) -> None:
    assert len(layout(width, chosen=columns).columns) <= len(layout(width + 1, chosen=columns).columns)


def test_choosing_begins_with_what_the_list_has() -> None:
    assert names_of(as_chosen(layout(80))) == ["number", "name", "city", "phone"]


def test_a_tick_puts_a_column_at_the_right_or_takes_it_away() -> None:
    assert names_of(ticked(chosen("number", "name"), "email")) == ["number", "name", "email"]
    assert names_of(ticked(chosen("number", "name"), "number")) == ["name"]
    assert names_of(ticked(chosen("number", "name"), "name")) == ["number", "name"], "the name stays"


@pytest.mark.parametrize(
    ("name", "by", "after"),
    [
        ("city", -1, ["number", "city", "name"]),
        ("city", -9, ["city", "number", "name"]),
        ("number", 1, ["name", "number", "city"]),
        ("city", 1, ["number", "name", "city"]),
        ("phone", 1, ["number", "name", "city"]),
    ],
)
def test_a_column_moves(name: ColumnName, by: int, after: list[str]) -> None:
    assert names_of(moved(chosen("number", "name", "city"), name, by)) == after


@pytest.mark.parametrize(
    ("name", "shown", "by", "width"),
    [
        ("city", 13, 1, 14),
        ("city", 6, -1, 6),
        ("phone", 13, -1, 13),
        ("number", 7, -1, 7),
        ("email", WIDEST, 1, WIDEST),
        ("name", 40, -1, 39),
        ("name", NAME_LEAST, -1, NAME_LEAST),
    ],
)
def test_a_column_gets_wider_within_what_it_can_be(name: ColumnName, shown: int, by: int, width: int) -> None:
    (column,) = widened((ListColumn(name),), name, by, 7, shown)
    assert column == ListColumn(name, width)
