"""The card: tabs, copying, actions, live changes, the history and putting values back; on a real register."""

from __future__ import annotations

import pytest

from core.customers.api import change_customer, delete_customer
from core.customers.views import Customer, CustomerChange
from core.edits import Edit
from core.local import LocalRegister
from tests.conftest import OpenAs, StandingClock
from tests.tui.card_driving import add_ekbacken, add_private, on_card, press, stored
from tests.tui.driving import caught_up, screen_lines
from tui.app import KundkortApp
from tui.screens.card import CardScreen


def card_of(app: KundkortApp) -> CardScreen:
    """Return the card on top."""
    assert isinstance(app.screen, CardScreen)
    return app.screen


async def rename(register: LocalRegister, customer: Customer, was: str, now: str) -> int:
    """Give a customer another name; return in which change set."""
    return (await register(change_customer, customer.id, CustomerChange(name=Edit(now=now, was=was)))).seq


async def test_the_card_is_the_pictures(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, _pilot):
        lines = screen_lines(app)
        assert lines[0].startswith("   Kunder › Brf Ekbacken 10443")
        assert lines[1] == "   aktiv · utan moms · kräver anläggning"
        assert lines[3] == "   1 Översikt  2 Kont.  3 Hist."
        assert lines[5] == "   Kommentar   Portkod 4711 till garaget. Ring Lars före 07."
        assert lines[14] == "▌  Lars Öberg    ordförande   070-123 45 67  lars.oberg@ekbacke… protokoll"
        assert lines[22] == "   Ändrad i dag 09:12 av anna"
        assert lines[23].startswith("   e ändra  y kopiera  u ångra  . mer  Esc listan")


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (160, 50)])
async def test_tabs_are_made_when_first_opened(register: LocalRegister, size: tuple[int, int]) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, size=size, language="en") as (app, pilot):
        card = card_of(app)
        assert len(card.query("LinesView")) == 1
        await press(pilot, "2")
        assert any("Jouren Nabo" in line for line in screen_lines(app))
        await press(pilot, "right")
        assert card.tab == "card.history"
        assert len(card.query("LinesView")) == 3
        assert any("Today" in line for line in screen_lines(app))
        await press(pilot, "1")
        await press(pilot, "left")
        assert card.tab == "card.history"


async def test_what_others_change_is_shown(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    async with on_card(register, ekbacken) as (app, pilot):
        await caught_up(pilot, await rename(per, ekbacken, "Brf Ekbacken", "Brf Eken"))
        assert "Brf Eken 10443" in screen_lines(app)[0]
        assert screen_lines(app)[22] == "   Ändrad i dag 09:12 av Per Lund"


async def test_a_card_that_others_deleted_says_so(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        deleted = await register(delete_customer, ekbacken.id)
        await caught_up(pilot, deleted.seq)
        assert app.page.band.status_text == "Kortet är borttaget: Esc går till listan"


@pytest.mark.parametrize(
    ("key", "copied"),
    [
        ("t", "070-123 45 67"),
        ("e", "lars.oberg@ekbacken.example"),
        ("o", "769612-3459"),
        ("n", "10443"),
        ("a", "Ekgatan 4, 745 31 Enköping"),
    ],
)
async def test_copying(register: LocalRegister, key: str, copied: str) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "y", key)
        assert app.clipboard == copied
        assert app.page.band.status_text == f"Skickat till terminalens urklipp: {copied}"


async def test_copying_the_whole_card_says_how_much(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken, language="en") as (app, pilot):
        await press(pilot, "y", "c")
        assert app.clipboard.startswith("Brf Ekbacken\nCustomer no.: 10443\n")
        assert app.page.band.status_text == "Sent to the terminal's clipboard: the whole card, 15 lines"


async def test_copying_is_of_the_contact_at_the_cursor(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "down", "y", "t")
        assert app.clipboard == "0171-44 55 66"


async def test_inactivating_and_taking_it_back(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "full_stop", "i")
        assert not (await stored(register, ekbacken)).active
        assert screen_lines(app)[1].startswith("   inaktiv")
        await press(pilot, "u")
        assert (await stored(register, ekbacken)).active
        assert screen_lines(app)[1].startswith("   aktiv")


async def test_deleting_asks_first(register: LocalRegister) -> None:
    from core.errors import NotFound

    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "full_stop", "t")
        question = app.page.band.question
        assert question is not None
        assert question.text == "Ta bort Brf Ekbacken 10443?"
        assert question.enter == "", "Enter never deletes"
        await press(pilot, "escape")
        assert (await stored(register, ekbacken)).active
        await press(pilot, "full_stop", "t", "t")
        with pytest.raises(NotFound):
            await stored(register, ekbacken)
        assert app.page.band.status_text == "Brf Ekbacken är borttagen · u ångrar"


async def test_deleting_needs_the_right(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per")
    async with on_card(per, ekbacken) as (app, pilot):
        await press(pilot, "full_stop", "t")
        assert app.page.band.status_text.startswith("Du saknar rätten Ta bort kunder")


async def test_a_personal_number_is_shown_after_a_question_and_hidden_again(register: LocalRegister) -> None:
    karin = await add_private(register)
    async with on_card(register, karin) as (app, pilot):
        assert not any("811218-9876" in line for line in screen_lines(app))
        await press(pilot, "full_stop", "v", "v")
        assert sum("811218-9876" in line for line in screen_lines(app)) == 2
        await press(pilot, "full_stop", "d")
        assert not any("811218-9876" in line for line in screen_lines(app))


async def test_a_user_without_the_right_cannot_edit(register: LocalRegister, open_as: OpenAs) -> None:
    from core.rights import Right

    ekbacken = await add_ekbacken(register)
    guest = await open_as("guest", without=(Right.CUSTOMER_EDIT, Right.COMMENT_SEE))
    async with on_card(guest, ekbacken) as (app, pilot):
        await press(pilot, "e")
        card = card_of(app)
        assert app.page.band.status_text.startswith("Du saknar rätten Ändra kunder")
        assert "Kommentar" not in "\n".join(screen_lines(app))
        assert card.customer is not None


async def test_history_has_days_and_puts_values_back(
    register: LocalRegister, open_as: OpenAs, clock: StandingClock
) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    await rename(per, ekbacken, "Brf Ekbacken", "Brf Eken")
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "3")
        lines = screen_lines(app)
        assert lines[5] == "   I dag"
        assert lines[6] == "▌  09:12  Per Lund    Namn                Brf Ekbacken    → Brf Eken"
        assert lines[22] == "   5 ändringar sedan 2026 · r sätter tillbaka Brf Ekbacken"
        await press(pilot, "r")
        assert (await stored(register, ekbacken)).name == "Brf Ekbacken"
        assert app.page.band.status_text == "Tillbaka: Namn är Brf Ekbacken igen · u ångrar"
        assert "Brf Ekbacken 10443" in screen_lines(app)[0]
        assert any("Brf Eken" in line and "→ Brf Ekbacken" in line for line in screen_lines(app))


async def test_what_was_added_cannot_be_put_back_and_says_why(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "3", "r")
        assert app.page.band.status_text.startswith("Det som lades till hade inget värde före")


async def test_history_is_filtered_by_person_and_field(register: LocalRegister, open_as: OpenAs) -> None:
    ekbacken = await add_ekbacken(register)
    per = await open_as("per", name="Per Lund")
    await rename(per, ekbacken, "Brf Ekbacken", "Brf Eken")
    await per(change_customer, ekbacken.id, CustomerChange(cost_centre=Edit(now="500", was="400 Fastighet")))
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "3", "f", "p")
        assert screen_lines(app)[22].startswith("   2 ändringar · ✓ Per Lund")
        await press(pilot, "down", "f", "f")
        assert screen_lines(app)[22].startswith("   1 ändring · ✓ Per Lund, Namn")
        await press(pilot, "f", "a")
        assert screen_lines(app)[22].startswith("   6 ändringar")


async def test_enter_shows_a_change_in_full(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    await rename(register, ekbacken, "Brf Ekbacken", "Bostadsrättsföreningen Ekbacken i Enköpings norra delar")
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "3", "enter")
        assert any("Bostadsrättsföreningen Ekbacken i Enköpings norra delar" in line for line in screen_lines(app))
        await press(pilot, "enter")
        assert not any("norra delar" in line for line in screen_lines(app)[1:])


async def test_more_history_comes_when_its_end_is_near(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    for number in range(110):
        await rename(register, ekbacken, f"Brf {number - 1}" if number else "Brf Ekbacken", f"Brf {number}")
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "3")
        card = card_of(app)
        assert len(card.history_part.entries) == 100
        await press(pilot, "end")
        assert len(card.history_part.entries) == 114


async def test_without_neighbours_the_keys_say_why(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        await press(pilot, "minus")
        assert app.page.band.status_text == "Kortet öppnades inte från en lista"


async def test_a_name_is_text_and_never_markup(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    await rename(register, ekbacken, "Brf Ekbacken", "[/b] [red]\\")
    async with on_card(register, ekbacken) as (app, _pilot):
        assert "[/b] [red]\\ 10443" in screen_lines(app)[0]


async def test_a_larger_window_shows_more(register: LocalRegister) -> None:
    ekbacken = await add_ekbacken(register)
    async with on_card(register, ekbacken) as (app, pilot):
        assert not any("Senast" in line for line in screen_lines(app))
        await pilot.resize_terminal(120, 40)
        await press(pilot)
        lines = screen_lines(app)
        assert "   Senast" in lines
        assert lines[3] == "   1 Översikt  2 Kontakter 3  3 Historik"
        await pilot.resize_terminal(40, 10)
        await press(pilot)
        await pilot.resize_terminal(80, 24)
        await press(pilot, "down", "y", "t")
        assert app.clipboard == "0171-44 55 66"
