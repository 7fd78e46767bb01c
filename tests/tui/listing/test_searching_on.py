"""Answers with fewer rows than were asked for, and more to come: the viewport asks on while lines in sight are empty."""

from __future__ import annotations

from core.customers.views import CustomerRow, CustomerWindow
from tests.tui.listing.test_viewport import row
from tui.listing.viewport import Viewport, Wanted


def piece(*numbers: int, last: str, at_end: bool = False) -> CustomerWindow:
    """Return some rows that were found up to the position `last`."""
    return CustomerWindow(rows=tuple(map(row, numbers)), first="0", last=last, at_start=True, at_end=at_end)


def test_while_the_view_is_not_full_more_is_asked_for_and_no_further() -> None:
    view: Viewport[CustomerRow] = Viewport()
    view.resize(3)
    view.begin()
    view.feed(Wanted("first"), piece(last="200"), thin=True)
    assert view.needed() == [Wanted("after", "200")]
    assert view.searching_on and view.row is None
    view.feed(Wanted("after", "200"), piece(1, 2, last="400"), thin=True)
    assert view.needed() == [Wanted("after", "400")]
    view.feed(Wanted("after", "400"), piece(3, last="600"), thin=True)
    assert view.needed() == [] and not view.searching_on, "what is in sight is there"
    view.move_to(3)
    assert view.needed() == [Wanted("after", "600")], "going further down asks for more"
    view.feed(Wanted("after", "600"), piece(9, last="700", at_end=True))
    assert (view.row, view.needed(), view.searching_on) == (row(9), [], False)


def test_where_nothing_is_found_the_search_ends_at_the_end() -> None:
    view: Viewport[CustomerRow] = Viewport()
    view.begin()
    view.feed(Wanted("first"), piece(last="200"), thin=True)
    assert view.needed() == [Wanted("after", "200")]
    view.feed(Wanted("after", "200"), piece(last="200", at_end=True))
    assert (view.row, view.needed(), view.searching_on) == (None, [], False)


def test_another_question_lets_a_search_go() -> None:
    view: Viewport[CustomerRow] = Viewport()
    view.begin()
    view.feed(Wanted("first"), piece(last="200"), thin=True)
    assert view.needed() == [Wanted("after", "200")]
    view.begin()
    assert not view.searching_on
