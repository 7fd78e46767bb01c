"""What of a view was changed, with what the list begins, and how views are written in their pane."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from core.customers.columns import ListColumn
from core.customers.views import CustomerOrder, CustomerQuery
from core.text import speak
from tests.tui.views_driving import view
from tui.listing.query import from_state
from tui.listing.shown import Shown
from tui.listing.view_lines import described, view_rows
from tui.listing.views import ALL, begin_with, differs
from tui.signs import use_ascii
from tui.state import SavedView, State

SALA = CustomerQuery(cities=("Sala",))
COLUMNS = (ListColumn("name"), ListColumn("city", 20))
VIEW = SavedView(7, "Sala", SALA, COLUMNS)
SOUGHT = SavedView(8, "Brf", CustomerQuery(text="brf"))


@pytest.mark.parametrize(
    ("kept", "shown", "different"),
    [
        (VIEW, Shown(SALA, COLUMNS), False),
        (VIEW, Shown(replace(SALA, text="ekbacken"), COLUMNS), False),
        (VIEW, Shown(replace(SALA, active=None), COLUMNS), True),
        (VIEW, Shown(replace(SALA, descending=True), COLUMNS), True),
        (VIEW, Shown(SALA, COLUMNS[:1]), True),
        (VIEW, Shown(SALA, (COLUMNS[1], COLUMNS[0])), True),
        (SOUGHT, Shown(SOUGHT.query), False),
        (SOUGHT, Shown(CustomerQuery(text="brf s")), True),
        (SOUGHT, Shown(CustomerQuery()), True),
    ],
)
def test_what_is_another_than_the_view_says(kept: SavedView, shown: Shown, different: bool) -> None:
    assert differs(kept, shown) is different


def test_the_list_begins_with_what_was_shown_last() -> None:
    state = State(view=VIEW, cities=["Heby"], order="city", views_of="a")
    begin_with(state, "a")
    assert state.view == VIEW
    assert from_state(state) == CustomerQuery(cities=("Heby",), order=CustomerOrder.CITY)


def test_the_list_begins_with_the_default_view() -> None:
    state = State(view=VIEW, default_view=SOUGHT, cities=["Heby"], columns=list(COLUMNS), views_of="a")
    begin_with(state, "a")
    assert (state.view, state.columns, from_state(state)) == (SOUGHT, [], SOUGHT.query)


def test_another_registers_views_are_forgotten() -> None:
    state = State(view=VIEW, default_view=SOUGHT, cities=["Heby"], views_of="a")
    begin_with(state, "b")
    assert (state.view, state.default_view, state.cities) == (None, None, ["Heby"])


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (Shown(CustomerQuery()), "Active only"),
        (Shown(CustomerQuery(text="brf", active=None)), "“brf” · active and inactive"),
        (Shown(CustomerQuery(active=False, cities=("Sala", "Heby"))), "Inactive only · Sala +1"),
        (Shown(CustomerQuery(order=CustomerOrder.CITY, descending=True)), "Active only · by town ▼"),
        (Shown(CustomerQuery(), COLUMNS), "Active only · 2 columns"),
    ],
)
def test_what_a_view_shows_is_said_in_a_line(shown: Shown, words: str) -> None:
    assert described(shown) == words


def texts(*, used: int | None = ALL, differs: bool = False, of_ascii: bool = False) -> list[str]:
    """Return the rows as text, each with the sign in its gutter."""
    use_ascii(of_ascii)
    views = [view(1, "Sala"), replace(view(2, "Ö" * 50), is_default=True), view(3, "Allas", of="per")]
    rows = view_rows(views, used, views[2], differs=differs)
    return [(row.sign.text if row.sign else " ") + "".join(span.text for span in row.line).rstrip() for row in rows]


def test_views_have_numbers_signs_and_words() -> None:
    assert texts() == [
        "✓0 All customers",
        " ",
        " My views",
        " 1 Sala",
        f" 2 {'Ö' * 26}…  ● default",
        " ",
        " Shared",
        " 3 Allas                         Per Lund",
        " ",
        " active and inactive",
        " shared by Per Lund",
    ]
    assert texts(used=1)[3] == "✓1 Sala"
    assert texts(used=1, differs=True)[3] == "*1 Sala"
    assert [line[0] for line in texts(used=None)] == [" "] * 11
    assert texts(used=1, of_ascii=True)[3:5] == ["x1 Sala", f" 2 {'Ö' * 22}...  (o) default"]


def test_without_views_it_says_how_one_is_made() -> None:
    speak("sv")
    rows = view_rows([], None, None, differs=False)
    assert [row.ref for row in rows if row.ref is not None] == [ALL]
    assert "n " in "".join(span.text for row in rows[2:] for span in row.line)


def test_beyond_nine_views_have_no_number() -> None:
    rows = view_rows([view(n, f"Vy {n}") for n in range(1, 12)], None, None, differs=False)
    digits = [row.line[0].text for row in rows if row.ref not in (None, ALL)]
    assert digits == [f"{n} " for n in range(1, 10)] + ["  ", "  "]
