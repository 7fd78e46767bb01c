"""The pane of named views, by key and by mouse: switching, keeping, sharing, renaming, deleting, the default."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery
from core.rights import ORDINARY, Right
from tests.tui.driving import running, screen_lines, settle
from tests.tui.list_driving import cursor_name, press, the_list
from tests.tui.views_driving import ALLAS, GONE, SALA, ViewRegister, head, offered, pane, status
from tui.state import State


@pytest.fixture(autouse=True)
def counted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be waited for after the last key."""
    monkeypatch.setattr("tui.listing.finder.COUNT_AFTER", 0)


# Switching ------------------------------------------------------------------------------------------------------------


async def test_v_and_a_digit_switch() -> None:
    async with running(ViewRegister(SALA, GONE, ALLAS)) as (app, pilot):
        await press(pilot, "v", "2")
        assert head(app) == "Customers › Sala"
        assert the_list(app).finder.asked.cities == ("Sala",)
        assert cursor_name(app) == "Kund 00003"
        assert the_list(app).side is None and the_list(app).table.has_focus
        await press(pilot, "v", "3")
        assert (head(app), the_list(app).search.text) == ("Customers › Allas", "kund 0000")
        await press(pilot, "v", "0")
        assert (head(app), the_list(app).search.text) == ("Customers", "")
        assert the_list(app).finder.asked == CustomerQuery()


async def test_the_first_digit_waits_for_the_views_to_be_read() -> None:
    async with running(ViewRegister(SALA), wait=False) as (app, pilot):
        await press(pilot, "v", "1")
        assert head(app) == "Customers › Sala"


async def test_enter_switches_to_the_one_at_the_cursor() -> None:
    async with running(ViewRegister(SALA, GONE)) as (app, pilot):
        await press(pilot, "v", "down", "enter")
        assert head(app) == "Customers › Inaktiva"
        await press(pilot, "v")
        assert pane(app).widget.list.ref == GONE.id, "the cursor begins on the view in use"
        await press(pilot, "home", "enter")
        assert head(app) == "Customers"


async def test_the_mouse_switches() -> None:
    async with running(ViewRegister(SALA, GONE)) as (app, pilot):
        await press(pilot, "v")
        line = next(y for y, text in enumerate(screen_lines(app)) if "2 Sala" in text)
        await pilot.click(offset=(45, line))
        await settle(pilot)
        assert (pane(app).widget.list.ref, head(app)) == (SALA.id, "Customers")
        await pilot.click(offset=(45, line), times=2)
        await settle(pilot)
        assert head(app) == "Customers › Sala"


async def test_a_digit_without_a_view_says_so() -> None:
    async with running(ViewRegister(SALA)) as (app, pilot):
        await press(pilot, "v", "7")
        assert status(app) == "There is no view 7"
        assert the_list(app).side is not None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_pane_is_beside_the_list(size: tuple[int, int]) -> None:
    async with running(ViewRegister(SALA, GONE, ALLAS), size=size) as (app, pilot):
        await press(pilot, "v")
        lines = screen_lines(app)
        assert any("1 Inaktiva" in line for line in lines)
        assert any("3 Allas" in line and line.endswith("Per Lund") for line in lines)
        assert any("10001  Kund 00001" in line for line in lines), "the list narrows and is never covered"
        await press(pilot, "escape")
        assert the_list(app).side is None and the_list(app).table.has_focus


async def test_what_the_view_at_the_cursor_shows_is_said() -> None:
    async with running(ViewRegister(SALA, GONE)) as (app, pilot):
        await press(pilot, "v", "down")
        assert any("Inactive only" in line for line in screen_lines(app))
        await press(pilot, "down")
        assert any("Active only · Sala" in line for line in screen_lines(app))


# What is shown is no longer what the view says ------------------------------------------------------------------------


async def test_what_differs_from_the_view_is_said_and_esc_climbs_back() -> None:
    async with running(ViewRegister(SALA)) as (app, pilot):
        await press(pilot, "v", "1")
        await press(pilot, "f", "down", "space", "escape")
        assert head(app) == "Customers › Sala * changed"
        await press(pilot, "v")
        assert any("* 1 Sala" in line for line in screen_lines(app))
        await press(pilot, "escape", "escape")
        assert (head(app), the_list(app).finder.asked) == ("Customers › Sala", SALA.query)
        await press(pilot, "escape")
        assert (head(app), the_list(app).finder.asked) == ("Customers", CustomerQuery())
        await press(pilot, "escape")
        assert status(app) == "This is the first page: q quits"


async def test_looking_for_something_in_a_view_does_not_change_it() -> None:
    async with running(ViewRegister(SALA)) as (app, pilot):
        await press(pilot, "v", "1")
        await press(pilot, "slash", *"00008", "enter")
        assert (head(app), cursor_name(app)) == ("Customers › Sala", "Kund 00008")
        await press(pilot, "escape")
        assert (head(app), the_list(app).search.text) == ("Customers › Sala", "")


async def test_the_text_of_a_view_is_part_of_it() -> None:
    async with running(ViewRegister(ALLAS)) as (app, pilot):
        await press(pilot, "v", "1")
        await press(pilot, "slash", "1", "enter")
        assert head(app) == "Customers › Allas * changed"
        await press(pilot, "escape")
        assert (head(app), the_list(app).search.text) == ("Customers › Allas", "kund 0000")
        await press(pilot, "escape")
        assert (head(app), the_list(app).search.text) == ("Customers", "")


# Keeping --------------------------------------------------------------------------------------------------------------


async def test_what_is_shown_is_kept_under_a_name() -> None:
    register = ViewRegister()
    async with running(register) as (app, pilot):
        await press(pilot, "slash", *"kund", "enter")
        await press(pilot, "v", "n", *"Mina brf", "enter")
        (kept,) = register.views
        assert (kept.name, kept.shared, kept.query.text) == ("Mina brf", False, "kund")
        assert (head(app), status(app)) == ("Customers › Mina brf", "Saved: Mina brf · u undoes")
        assert pane(app).widget.list.ref == kept.id and pane(app).widget.list.has_focus


async def test_columns_are_kept_and_shown_again() -> None:
    register = ViewRegister()
    columns = (ListColumn("name"), ListColumn("email"))
    async with running(register, state=State(columns=list(columns))) as (app, pilot):
        await press(pilot, "v", "n", "E", "enter")
        assert register.views[0].columns == columns
        await press(pilot, "0")
        assert the_list(app).shown.columns == ()
        await press(pilot, "v", "1")
        assert the_list(app).shown.columns == columns


async def test_tab_shares_it_and_digits_belong_to_the_name() -> None:
    register = ViewRegister()
    async with running(register) as (app, pilot):
        await press(pilot, "v", "n", *"Zon 1", "tab")
        assert any("✓ shared with everybody" in line for line in screen_lines(app))
        await press(pilot, "enter")
        assert [(kept.name, kept.shared) for kept in register.views] == [("Zon 1", True)]


async def test_who_may_not_share_is_told() -> None:
    register = ViewRegister()
    register.user = replace(register.user, rights=tuple(ORDINARY - {Right.VIEW_SHARE}))
    async with running(register) as (app, pilot):
        await press(pilot, "v", "n", "Z", "tab")
        assert status(app) == "You lack the right Share views: ask an administrator"
        await press(pilot, "enter")
        assert [kept.shared for kept in register.views] == [False]


async def test_a_name_that_will_not_do_stays_in_the_field() -> None:
    register = ViewRegister(SALA)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "n", *"SALA", "enter")
        assert status(app) == "There is a view of this name already: choose another"
        assert pane(app).widget.field.text == "SALA"
        await press(pilot, *" 2", "enter")
        assert [kept.name for kept in register.views] == ["Sala", "SALA 2"]


async def test_esc_leaves_the_name_then_the_pane() -> None:
    register = ViewRegister(SALA)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "n", *"Heby", "escape")
        assert the_list(app).side is not None and pane(app).widget.list.has_focus
        await press(pilot, "escape")
        assert the_list(app).side is None
        await press(pilot, "v", "n")
        assert pane(app).widget.field.text == ""
        assert register.views == (SALA,)


async def test_a_changed_view_is_saved_in_itself_or_as_a_new_one() -> None:
    register = ViewRegister(SALA)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "1")
        await press(pilot, "v", "s")
        assert status(app) == "All is as in Sala: n keeps it under another name"
        await press(pilot, "escape")
        await press(pilot, "f", "down", "space", "escape", "v")
        assert "views.save" in offered(app)
        await press(pilot, "s", "s")
        assert register.views[0].query == replace(SALA.query, active=None)
        assert (head(app), status(app)) == ("Customers › Sala", "Saved: Sala · u undoes")
        await press(pilot, "escape")
        await press(pilot, "f", "space", "escape", "v")
        await press(pilot, "s", "n", *"Sala 2", "enter")
        assert [kept.name for kept in register.views] == ["Sala", "Sala 2"]
        assert head(app) == "Customers › Sala 2"


async def test_a_view_that_somebody_else_changed_meanwhile_is_not_overwritten_unasked() -> None:
    register = ViewRegister(SALA)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "1")
        await press(pilot, "f", "down", "space", "escape")
        register.put(replace(SALA, query=CustomerQuery(cities=("Köping",))))
        await press(pilot, "v", "s", "s")
        assert status(app) == "Somebody changed Sala meanwhile: s keeps yours in its place"
        assert register.views[0].query.cities == ("Köping",)
        await press(pilot, "s", "s")
        assert register.views[0].query == replace(SALA.query, active=None)


async def test_anothers_shared_view_is_kept_as_ones_own() -> None:
    register = ViewRegister(ALLAS)
    async with running(register) as (_app, pilot):
        await press(pilot, "v", "1")
        await press(pilot, "slash", "1", "enter", "v")
        await press(pilot, "s", *"Min", "enter")
        assert [(kept.name, kept.owner) for kept in register.views] == [("Allas", "per"), ("Min", "anna")]


# Renaming, deleting, the default --------------------------------------------------------------------------------------


async def test_a_view_gets_another_name_and_is_shared() -> None:
    register = ViewRegister(SALA, GONE)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "2")
        await press(pilot, "v", "e", *" stad", "tab", "enter")
        assert [(kept.name, kept.shared) for kept in register.views] == [("Inaktiva", False), ("Sala stad", True)]
        assert head(app) == "Customers › Sala stad"


async def test_a_view_is_deleted_after_a_question() -> None:
    register = ViewRegister(SALA, GONE)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "2")
        await press(pilot, "v", "d")
        assert screen_lines(app)[20] == "▌  Delete the view Sala?"
        await press(pilot, "escape")
        assert len(register.views) == 2
        await press(pilot, "d", "d")
        assert [kept.name for kept in register.views] == ["Inaktiva"]
        assert (head(app), status(app)) == ("Customers", "Deleted: Sala · u undoes")
        assert the_list(app).finder.asked == SALA.query, "what it showed stays"


async def test_anothers_view_is_not_changed_and_why_is_said() -> None:
    async with running(ViewRegister(ALLAS)) as (app, pilot):
        for key in ("e", "d"):
            await press(pilot, "v", "down", key)
            assert status(app) == "Per Lund made this view: only Per Lund or an administrator may change it"
            await press(pilot, "home", key)
            assert status(app) == "This is no view: n keeps what is shown as one"
            await press(pilot, "escape")


@pytest.mark.parametrize("key", ["b", "asterisk"])
async def test_a_view_is_made_the_default_and_no_longer(key: str) -> None:
    register = ViewRegister(SALA, GONE)
    async with running(register) as (app, pilot):
        await press(pilot, "v", "down", key)
        assert [kept.is_default for kept in register.views] == [False, True]
        assert status(app) == "The list begins with Inaktiva from now on · u undoes"
        assert any("1 Inaktiva" in line and line.endswith("● default") for line in screen_lines(app))
        await press(pilot, key)
        assert [kept.is_default for kept in register.views] == [False, False]
