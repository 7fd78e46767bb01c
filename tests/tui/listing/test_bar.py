"""The mark of the scroll bar: nothing where everything fits, at an end only at that end, and drawing it there and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.listing.bar import Bar, bar, row_at


@pytest.mark.parametrize(
    ("count", "top", "page", "mark"),
    [
        (19, 0, 19, Bar()),
        (None, 0, 19, Bar()),
        (1000, None, 19, Bar()),
        (0, 0, 19, Bar()),
        (38, 0, 19, Bar(0, 9)),
        (38, 19, 19, Bar(10, 9)),
        (1_000_000, 0, 19, Bar(0, 1)),
        (1_000_000, 1, 19, Bar(1, 1)),
        (1_000_000, 500_000, 19, Bar(9, 1)),
        (1_000_000, 999_980, 19, Bar(17, 1)),
        (1_000_000, 999_981, 19, Bar(18, 1)),
    ],
)
def test_where_the_mark_stands(count: int | None, top: int | None, page: int, mark: Bar) -> None:
    assert bar(count, top, page) == mark


pages = st.integers(2, 60)


@settings(max_examples=150, deadline=None)
@given(count=st.integers(0, 2_000_000), page=pages, share=st.floats(0, 1))
def test_the_mark_lies_within_the_list_and_at_an_end_only_there(count: int, page: int, share: float) -> None:
    most = max(count - page, 0)
    top = round(share * most)
    mark = bar(count, top, page)
    if count <= page:
        assert mark == Bar()
        return
    assert mark.lines >= 1 and mark.first >= 0 and mark.first + mark.lines <= page
    if page - mark.lines > 2:
        assert (mark.first == 0) == (top == 0)
        assert (mark.first + mark.lines == page) == (top == most)


@settings(max_examples=150, deadline=None)
@given(count=st.integers(3, 2_000_000), page=pages, grip=st.integers(0, 3), y=st.integers(-5, 80))
def test_drawing_leads_to_rows_there_are_and_to_both_ends(count: int, page: int, grip: int, y: int) -> None:
    lines = bar(count, 0, page).lines
    assert 0 <= row_at(y, count, page, lines, grip) <= max(count - page, 0)
    assert row_at(-1, count, page, lines, grip) == 0
    assert row_at(page + grip, count, page, lines, grip) == max(count - page, 0)
