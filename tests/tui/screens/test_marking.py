"""Marking in the list as somebody does it: one, a range, all; what is said of them, and how it is left."""

from __future__ import annotations

from core.customers.views import CustomerQuery, CustomerRow, Selection
from core.rights import ORDINARY, Right
from core.settings.views import Settings
from tests.tui.driving import running, screen_lines, settle
from tests.tui.fakes import FakeRegister, many, pictured
from tests.tui.list_driving import cursor_name, press, the_list
from tests.tui.naive_finding import row_of
from tui.app import KundkortApp


class Register(FakeRegister):
    """A register that also answers what is asked of marked customers."""

    def do_customers_rows(self, ids: tuple[int, ...]) -> tuple[CustomerRow, ...]:
        """Return the lines of some customers."""
        return tuple(row_of(self.customers[id]) for id in ids)

    def do_customers_selected(self, selection: Selection) -> tuple[int, ...]:
        """Return the ids that a selection means."""
        found = self._found(selection.query) if selection.query is not None else []
        return (*selection.ids, *(row.id for row in found if row.id not in (*selection.but, *selection.ids)))

    def do_customers_count_among(self, query: CustomerQuery, ids: tuple[int, ...]) -> int:
        """Count those that a search finds."""
        return len({row.id for row in self._found(query)} & set(ids))


def marked(app: KundkortApp) -> set[str]:
    """Return the names of the rows in sight that are marked."""
    page = the_list(app)
    return {row.name for row in page.table.view.in_sight() if row is not None and page.is_marked(row)}


def ticks(app: KundkortApp) -> list[int]:
    """Return the lines of the screen that have a tick in their gutter."""
    return [y for y, line in enumerate(screen_lines(app)) if line[1:2] == "✓" and 2 < y < 22]


async def test_space_marks_and_goes_on_to_the_next() -> None:
    async with running(Register(pictured()), language="sv") as (app, pilot):
        await press(pilot, "space", "space", "down", "space")
        assert marked(app) == {"Aros Fastighetsförvaltning AB", "Aspen Förskola", "Brf Ekbacken"}
        assert ticks(app) == [3, 4, 6]
        assert cursor_name(app) == "Brf Eken 3"
        lines = screen_lines(app)
        assert lines[22].startswith(" ✓ 3 markerade · 21 kunder · rad 5")
        assert lines[23].startswith("   e ändra 3  x ta ut 3  i inaktivera 3  Esc avmarkera alla")
        await press(pilot, "up", "space")
        assert marked(app) == {"Aros Fastighetsförvaltning AB", "Aspen Förskola"}


async def test_escape_unmarks_first_and_then_what_it_else_does() -> None:
    async with running(Register(pictured())) as (app, pilot):
        await press(pilot, "slash", "b", "r", "f", "enter", "space", "escape")
        assert not the_list(app).marks and the_list(app).search.text == "brf"
        await press(pilot, "escape")
        assert the_list(app).search.text == ""


async def test_shift_draws_a_range_and_takes_it_back() -> None:
    async with running(Register(pictured())) as (app, pilot):
        await press(pilot, "down", "shift+down", "shift+down", "shift+down")
        assert ticks(app) == [4, 5, 6, 7]
        await press(pilot, "shift+up", "shift+up")
        assert ticks(app) == [4, 5]
        await press(pilot, "down", "down", "shift+up")
        assert ticks(app) == [4, 5, 6, 7]


async def test_from_the_last_one_marked_to_here() -> None:
    async with running(Register(pictured())) as (app, pilot):
        await press(pilot, "V")
        assert app.page.band.status_text.startswith("Mark one end of the range with space first")
        await press(pilot, "space", "down", "down", "V")
        assert ticks(app) == [3, 4, 5, 6]


async def test_a_click_in_the_gutter_marks_and_one_with_shift_a_range() -> None:
    async with running(Register(pictured())) as (app, pilot):
        table = the_list(app).table
        await pilot.click(table, offset=(1, 3))
        await settle(pilot)
        assert ticks(app) == [5] and cursor_name(app) == "Bilia Personbilar AB"
        await pilot.click(table, offset=(20, 6), shift=True)
        await settle(pilot)
        assert ticks(app) == [5, 6, 7, 8]
        await pilot.click(table, offset=(1, 4))
        await settle(pilot)
        assert ticks(app) == [5, 7, 8]
        await pilot.click(table, offset=(20, 1))
        await settle(pilot)
        assert ticks(app) == [5, 7, 8]


async def test_all_that_is_found_with_the_exact_number_and_some_left_out() -> None:
    async with running(Register(many(2400))) as (app, pilot):
        await press(pilot, "ctrl+a")
        assert app.page.band.status_text.startswith("2,057 marked")
        await press(pilot, "space")
        assert app.page.band.status_text.startswith("2,056 marked")
        assert 3 not in ticks(app) and len(ticks(app)) == 18
        await press(pilot, "pagedown", "pagedown")
        assert len(ticks(app)) == 19
        await press(pilot, "ctrl+a")
        assert app.page.band.status_text.startswith("2,057 marked")
        await press(pilot, "ctrl+a")
        assert not the_list(app).marks


async def test_marks_stay_while_one_searches_and_say_how_many_are_not_shown() -> None:
    async with running(Register(pictured())) as (app, pilot):
        await press(pilot, "space", "space", "slash", "b", "r", "f", "enter", "space")
        assert app.page.band.status_text.startswith("3 marked · 2 not shown here")
        await press(pilot, "slash", "escape", "escape")
        assert ticks(app)[:2] == [3, 4]
        assert app.page.band.status_text.startswith("3 marked · 21 customers")


async def test_what_a_search_marked_is_known_in_another_search() -> None:
    async with running(Register(pictured())) as (app, pilot):
        await press(pilot, "slash", "b", "r", "f", "enter", "ctrl+a")
        found = the_list(app).marks.count
        await press(pilot, "slash", "escape", "escape")
        assert the_list(app).marks.query is None and the_list(app).marks.count == found
        assert "Brf Ekbacken" in marked(app) and "Aros Fastighetsförvaltning AB" not in marked(app)


async def test_the_pane_shows_who_is_marked_what_they_share_and_what_can_be_done() -> None:
    register = Register(pictured())
    async with running(register, size=(120, 40), language="sv", theme="contrast") as (app, pilot):
        await press(pilot, "space", "space")
        await settle(pilot)
        pane = the_list(app).preview.text
        assert pane.startswith("2 markerade kunder\n\n✓ 10318  Aros Fastighetsförvaltning AB\n✓ 10877  Aspen Förskola")
        assert "Gemensamt\nTyp        företag\nOrt        olika: Västerås, Köping" in pane
        assert "Gör med alla" in pane and "e  ändra ett fält" in pane


async def test_who_may_not_edit_is_told_why() -> None:
    register = Register(pictured(), rights=ORDINARY - {Right.CUSTOMER_EDIT})
    async with running(register) as (app, pilot):
        await press(pilot, "space", "e")
        assert app.page.band.status_text == "You lack the right Edit customers: ask an administrator"


async def test_without_marks_the_keys_of_many_say_what_to_do_first() -> None:
    async with running(Register(pictured())) as (app, pilot):
        await press(pilot, "full_stop")
        assert app.page.band.status_text.startswith("Mark customers first")
        await press(pilot, "escape", "space", "full_stop")
        assert app.page.path()[1] == "Change 1 customer"


async def test_the_language_can_be_changed_where_customers_have_one() -> None:
    register = Register(pictured())
    register.settings = Settings(language=False)
    async with running(register) as (app, pilot):
        await press(pilot, "space", "l")
        assert app.page.band.status_text.startswith("Customers have no language of their own here")
