"""The filters: what a tick does to the query, which options there are, and finding a town among many."""

from __future__ import annotations

import pytest

from core.customers.views import Choices, CustomerQuery
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many
from tui.screens.list import ListScreen
from tui.widgets.filter_pane import FilterPane, Option, option_rows, toggled

CHOICES = Choices(
    cities=(("Enköping", 2), ("Västerås", 1204), ("Åmål", 1)), languages=(("", 30), ("fi", 2)), longest_number=5
)


@pytest.mark.parametrize(
    ("before", "option", "after"),
    [
        (CustomerQuery(), Option("active", False), CustomerQuery(active=None)),
        (CustomerQuery(active=None), Option("active", True), CustomerQuery(active=False)),
        (CustomerQuery(active=None), Option("active", False), CustomerQuery(active=True)),
        (CustomerQuery(), Option("active", True), CustomerQuery(active=False)),
        (CustomerQuery(active=False), Option("active", False), CustomerQuery()),
        (CustomerQuery(), Option("org_no", True), CustomerQuery(org_no=True)),
        (CustomerQuery(org_no=True), Option("org_no", True), CustomerQuery()),
        (CustomerQuery(org_no=True), Option("org_no", False), CustomerQuery(org_no=False)),
        (CustomerQuery(), Option("cities", "Sala"), CustomerQuery(cities=("Sala",))),
        (CustomerQuery(cities=("Sala",)), Option("cities", "Köping"), CustomerQuery(cities=("Sala", "Köping"))),
        (CustomerQuery(cities=("Sala", "Köping")), Option("cities", "Sala"), CustomerQuery(cities=("Köping",))),
        (CustomerQuery(), Option("types", "private"), CustomerQuery(types=("private",))),
        (CustomerQuery(languages=("",)), Option("languages", ""), CustomerQuery()),
    ],
)
def test_a_tick(before: CustomerQuery, option: Option, after: CustomerQuery) -> None:
    assert toggled(before, option) == after


def lines(query: CustomerQuery, narrow: str = "") -> list[str]:
    """Return the lines of the options, ticks before them."""
    return [
        ((row.sign.text if row.sign else "") + "".join(span.text for span in row.line)).strip()
        for row in option_rows(query, CHOICES, narrow)
    ]


def test_options_with_counts(speak_swedish: None) -> None:
    found = lines(CustomerQuery(cities=("Enköping",)))
    assert "✓aktiva" in found and "inaktiva" in found
    assert "finska                                 2" in found
    assert found[-3] == "✓Enköping" + " " * 31 + "2"
    assert found[-2] == "Västerås" + " " * 27 + "1\N{NO-BREAK SPACE}204"


def test_a_town_is_found_by_any_part_and_ticked_ones_stay() -> None:
    found = lines(CustomerQuery(cities=("Enköping",)), "mal")
    assert [line.split()[0] for line in found[-2:]] == ["✓Enköping", "Åmål"]


async def test_among_many_towns_one_types() -> None:
    register = FakeRegister(many(30))
    register.answers["customers.choices"] = lambda: Choices(
        cities=tuple((f"Ort {place:02}", place) for place in range(20)), longest_number=5
    )
    async with running(register) as (app, pilot):
        await pilot.press("f", "slash", *"ort 1", "enter")
        await settle(pilot)
        page = app.page
        assert isinstance(page, ListScreen)
        shown = [line[37:] for line in screen_lines(app) if "Ort 1" in line or "Ort 0" in line]
        assert len([line for line in shown if "Ort 1" in line]) > 0
        assert not any("Ort 0" in line for line in shown)
        assert page.query_one(FilterPane).options.has_focus
        await pilot.press("escape")
        await settle(pilot)
        assert page.table.has_focus


async def test_thousands_of_towns_are_listed_as_one_goes_down_and_searched_among_at_once() -> None:
    register = FakeRegister(many(5))
    register.answers["customers.choices"] = lambda: Choices(
        cities=tuple((f"Ort {place:05}", place) for place in range(3000))
    )
    async with running(register) as (app, pilot):
        await pilot.press("f")
        await settle(pilot)
        options = app.page.query_one(FilterPane).options
        assert 200 < len(options.rows) < 240
        assert "".join(span.text for span in options.rows[-1].line) == "… and more: / searches a town"
        await pilot.press("end")
        await settle(pilot)
        assert len(options.rows) > 400, "more come when the last are in sight"
        await pilot.press("slash", *"02987")
        await settle(pilot)
        assert Option("cities", "Ort 02987") in options.refs and len(options.rows) < 30
