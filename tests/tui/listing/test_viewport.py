"""The cursor and the windows of a list: moves of any kind agree with a plain list of all rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.customers.views import CustomerRow, CustomerWindow
from tui.listing.rows import ENOUGH
from tui.listing.viewport import Viewport, Wanted

WINDOW = 50


def row(number: int) -> CustomerRow:
    """Return a row whose id and place in the order are its number."""
    return CustomerRow(
        id=number,
        seq=1,
        number=str(number),
        name=f"Kund {number}",
        type="company",
        org_no="",
        active=True,
        city="",
        phone="",
        email="",
        contact="",
    )


def answer(count: int, wanted: Wanted, size: int = WINDOW, *, known: bool = False) -> CustomerWindow:
    """Return what a register of `count` rows answers; `known`: with the number of the first row."""
    start, end = 0, size
    if wanted.place == "after":
        start = int(wanted.position) + 1
        end = start + size
    elif wanted.place == "before":
        end = int(wanted.position)
        start = max(end - size, 0)
    elif wanted.place == "last":
        start, end = max(count - size, 0), count
    elif wanted.place == "at":
        start = min(wanted.at, max(count - size, 0))
        end = start + size
    numbers = range(start, min(end, count))
    return CustomerWindow(
        rows=tuple(map(row, numbers)),
        first=str(numbers[0]) if numbers else "",
        last=str(numbers[-1]) if numbers else "",
        at_start=start == 0,
        at_end=end >= count,
        offset=start if known else None,
    )


def filled(count: int, page: int = 5) -> Viewport[CustomerRow]:
    """Return a viewport on `count` rows with all that it needs."""
    view: Viewport[CustomerRow] = Viewport()
    view.resize(page)
    view.begin()
    view.feed(Wanted("first"), answer(count, Wanted("first")))
    feed_all(view, count)
    return view


def feed_all(view: Viewport[CustomerRow], count: int) -> None:
    """Answer until nothing more is needed."""
    while wanted := view.needed():
        for one in wanted:
            view.feed(one, answer(count, one))


def test_rows_are_asked_for_before_they_are_needed() -> None:
    view: Viewport[CustomerRow] = Viewport()
    view.resize(20)
    view.begin()
    view.feed(Wanted("first"), answer(1000, Wanted("first")))
    assert view.needed() == [Wanted("after", "49")]
    assert view.needed() == [], "once asked for is enough"
    view.feed(Wanted("after", "49"), answer(1000, Wanted("after", "49")))
    assert len(view.rows) == 100


def test_no_more_than_a_few_windows_are_held() -> None:
    view = filled(1000)
    for _turn in range(500):
        view.move_to(view.cursor + 1)
        feed_all(view, 1000)
        assert len(view.rows) < ENOUGH + WINDOW
    assert view.row == row(500)
    assert view.position == 501


def test_a_row_that_is_not_there_yet_is_gone_to_when_it_comes() -> None:
    view: Viewport[CustomerRow] = Viewport()
    view.resize(5)
    view.begin()
    view.feed(Wanted("first"), answer(100, Wanted("first")))
    view.move_to(54)
    assert view.row == row(49)
    view.feed(Wanted("after", "49"), answer(100, Wanted("after", "49")))
    assert view.row == row(54)


def test_rows_that_do_not_go_on_from_what_is_held_are_let_go() -> None:
    view = filled(1000)
    held = len(view.rows)
    view.feed(Wanted("after", "500"), answer(1000, Wanted("after", "500")))
    assert len(view.rows) == held


def test_the_end_is_asked_for_from_the_other_side() -> None:
    view = filled(1000)
    assert view.jump("last") == Wanted("last")
    view.feed(Wanted("last"), answer(1000, Wanted("last")))
    assert (view.row, view.position) == (row(999), None)
    assert view.reading_again() == Wanted("last")
    view.know_count(1000)
    feed_all(view, 1000)
    assert view.position == 1000
    assert view.jump("first") == Wanted("first")
    view.feed(Wanted("first"), answer(1000, Wanted("first")))
    assert (view.row, view.position) == (row(0), 1)


def test_the_cursor_stays_on_its_customer_when_rows_are_read_again() -> None:
    view = filled(100)
    view.move_to(7)
    line = view.line
    shorter = CustomerWindow(rows=tuple(map(row, range(3, 20))), first="3", last="19")
    view.replace(Wanted("first"), (shorter,))
    assert (view.row, view.line) == (row(7), line)


def test_the_cursor_stays_at_its_place_when_its_customer_is_gone() -> None:
    view = filled(10)
    view.move_to(7)
    without = CustomerWindow(rows=tuple(row(number) for number in range(10) if number != 7), first="0", last="9")
    view.replace(Wanted("first"), (without,))
    assert view.row == row(8)


def test_another_filter_keeps_the_customer_another_text_does_not() -> None:
    for stay, found in ((True, row(6)), (False, row(0))):
        view = filled(10)
        view.move_to(6)
        view.begin(stay=stay)
        view.feed(Wanted("first"), answer(10, Wanted("first")))
        assert view.row == found


def test_the_wheel_moves_the_view_and_keeps_the_cursor_in_sight() -> None:
    view = filled(100)
    view.wheel(3)
    assert (view.top, view.cursor) == (3, 3)
    view.wheel(-3)
    assert (view.top, view.cursor) == (0, 3)


def test_nothing_to_show_is_nothing_to_move_in() -> None:
    view: Viewport[CustomerRow] = Viewport()
    view.begin()
    view.feed(Wanted("first"), CustomerWindow(rows=()))
    view.move_to(3)
    assert (view.row, view.position, view.needed()) == (None, None, [])


moves = st.lists(
    st.sampled_from(
        [(kind, step) for kind in ("by", "page", "jump") for step in (1, -1)]
        + [("size", 3), ("size", 9)]
        + [("to", number) for number in (0, 130, 500, 777, 5000)]
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(count=st.integers(0, 1000), steps=moves)
def test_moving_is_as_in_a_plain_list(count: int, steps: list[tuple[str, int]]) -> None:
    view, at = filled(count), 0
    for kind, step in steps:
        if kind == "jump":
            place = "last" if step > 0 else "first"
            wanted = view.jump("last") if step > 0 else view.jump("first")
            if wanted is not None:
                view.feed(wanted, answer(count, wanted))
            at = count - 1 if place == "last" else 0
        elif kind == "to":
            wanted = view.jump_to(step, 2)
            if wanted is not None:
                view.feed(wanted, answer(count, wanted, known=True))
            at = step
        elif kind == "size":
            view.resize(step)
        else:
            by = step * (view.page if kind == "page" else 1)
            view.move_to(view.cursor + by, by if kind == "page" else 0)
            at += by
        feed_all(view, count)
        at = max(min(at, count - 1), 0)
        assert view.row == (row(at) if count else None)
        assert len(view.rows) < ENOUGH + WINDOW
        if count:
            assert view.top <= view.cursor < view.top + view.page
            assert view.position in (None, at + 1)
            assert len([shown for shown in view.in_sight() if shown]) == min(view.page, count)


@pytest.mark.parametrize("count", [0, 1, 50, 51, 150])
def test_reading_again_begins_where_what_is_held_begins(count: int) -> None:
    view = filled(count)
    assert view.reading_again() == Wanted("first")


def test_a_jump_begins_in_the_middle_and_goes_on_both_ways() -> None:
    view = filled(1000)
    wanted = view.jump_to(500, 2)
    assert wanted == Wanted("at", at=495), "some rows above it too"
    view.feed(wanted, answer(1000, wanted, known=True))
    assert (view.row, view.position, view.line) == (row(500), 501, 2)
    assert (view.rows.at_start, view.rows.at_end) == (False, False)
    assert view.needed() == [Wanted("before", "495")], "what lies above is asked for at once"
    view.feed(Wanted("before", "495"), answer(1000, Wanted("before", "495"), known=True))
    feed_all(view, 1000)
    view.move_to(view.cursor - 30)
    assert (view.row, view.position) == (row(470), 471)


def test_where_the_row_is_held_a_jump_asks_nothing() -> None:
    view = filled(1000)
    assert view.jump_to(20, 0) is None
    assert (view.row, view.line) == (row(20), 0)


def test_the_newest_jump_counts() -> None:
    view = filled(1000)
    first, second = view.jump_to(500, 2), view.jump_to(800, 2)
    assert first is not None and second is not None
    view.feed(first, answer(1000, first, known=True))
    assert view.row == row(0), "the answer to an earlier one is let go"
    view.failed(first)
    view.feed(second, answer(1000, second, known=True))
    assert view.row == row(800)


def test_home_before_another_answer_is_there_keeps_waiting_for_it() -> None:
    for place in ("first", "last"):
        view = filled(3)
        view.begin()
        wanted = view.jump("first") if place == "first" else view.jump("last")
        assert wanted == (None if place == "first" else Wanted("last")), "what is held answers an earlier question"
        answered = wanted or Wanted("first")
        view.feed(answered, answer(1000, answered))
        assert view.row == row(0 if place == "first" else 999)


def test_where_the_first_rows_did_not_come_the_next_move_asks_for_them() -> None:
    view = filled(3)
    view.begin()
    view.failed(Wanted("first"))
    assert view.needed() == [Wanted("first")]
    assert view.needed() == []


def test_places_are_known_again_as_soon_as_an_answer_says_them() -> None:
    view = filled(1000)
    wanted = view.jump("last")
    assert wanted is not None
    view.feed(wanted, answer(1000, wanted))
    assert view.position is None
    view.feed(Wanted("before", "950"), answer(1000, Wanted("before", "950"), known=True))
    assert view.position == 1000


def test_rows_read_again_after_the_first_begin_one_further_down() -> None:
    view = filled(1000)
    jump = view.jump_to(500, 2)
    assert jump is not None
    view.feed(jump, answer(1000, jump, known=True))
    feed_all(view, 1000)
    wanted, before = view.reading_again(), (view.row, view.position)
    assert wanted is not None and wanted.place == "after"
    view.replace(wanted, (answer(1000, wanted, len(view.rows)),))
    assert (view.row, view.position) == before
