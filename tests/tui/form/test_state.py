"""A form in use without a screen: where every key leads, what it changes, and that its picture fits every width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.customers.views import Customer
from core.settings.views import Settings
from core.text import speak
from tests.tui.card.test_lines import NASTY, short
from tests.tui.cards import EKBACKEN, JOUREN, LARS, MONA, PRIVATE, card, model
from tui.form.lines import places, row_line
from tui.form.plan import slot_for, slots_of
from tui.form.shown_faults import ShownFaults
from tui.form.slots import Look, frame, text_offset
from tui.form.state import FormState
from tui.form.status import next_fault
from tui.paint import width_of


def form(base: Customer = EKBACKEN, slot: str = "name", settings: Settings | None = None) -> FormState:
    """Return a form in use on a card."""
    state = FormState(edited=lambda key: None, moved=lambda left, on: None, acted=lambda key: None)
    state.use(model(base, settings), slot)
    return state


def press(state: FormState, *keys: str) -> None:
    """Press keys; a single letter is typed."""
    for key in keys:
        state.key(key, key if len(key) == 1 else " " if key == "space" else "")


@pytest.mark.parametrize(
    ("start", "keys", "ends"),
    [
        ("name", ["tab"], "org_no"),
        ("name", ["enter"], "org_no"),
        ("name", ["shift+tab"], "number"),
        ("name", ["up", "up"], "type"),
        ("type", ["shift+tab"], "comment"),
        ("comment", ["tab"], "type"),
        ("visiting.city", ["down"], "invoice.row1"),
        ("visiting.row2", ["down"], "visiting.postcode"),
        ("invoice.row1", ["up"], "visiting.postcode"),
        ("open:postal", ["enter"], "postal.row1"),
        ("open:countries", ["enter"], "visiting.country"),
        ("open:tax", ["enter"], "tax_property"),
        (f"fold:{MONA}", ["enter"], f"contacts.{MONA}.name"),
        (f"fold:{MONA}", ["down"], f"fold:{JOUREN}"),
        ("comment", ["up"], "open:tax"),
    ],
)
def test_where_keys_lead(start: str, keys: list[str], ends: str) -> None:
    state = form(slot=start)
    press(state, *keys)
    assert state.slot == ends


def test_choices_and_switches() -> None:
    state = form(slot="type")
    press(state, "right")
    assert state.form.text("type") == "private"
    press(state, "space")
    assert state.form.text("type") == "company"
    state.focus("always_invoice")
    press(state, "space")
    assert state.form.on("always_invoice")
    state = form(slot="language", settings=Settings(language=True))
    press(state, "right", "right")
    assert state.form.text("language") == "en"


def test_while_it_is_saved_nothing_changes_but_keys_move() -> None:
    state = form()
    state.locked = True
    press(state, "x")
    assert state.form.text("name") == "Brf Ekbacken"
    state.paste("x")
    press(state, "tab")
    assert state.slot == "org_no"
    assert not state.form.dirty


def test_a_hidden_field_is_replaced_by_the_first_letter() -> None:
    state = form(PRIVATE, slot="org_no")
    press(state, "left")
    assert state.form.hidden("org_no")
    press(state, "1")
    assert state.form.text("org_no") == "1"
    assert state.take_back()
    assert state.form.hidden("org_no")


@pytest.mark.parametrize(
    ("field", "slot"),
    [
        ("name", "name"),
        (f"contacts.{MONA}.email", f"fold:{MONA}"),
        (f"contacts.{MONA}", f"fold:{MONA}"),
        ("invoice.postcode", "invoice.postcode"),
        ("postal.postcode", "open:postal"),
        ("tax_property", "open:tax"),
        ("buyers", "open:tax"),
        ("customer", "type"),
    ],
)
def test_a_fault_finds_the_slot_that_shows_it(field: str, slot: str) -> None:
    assert slot_for(field, form().lines) == slot


def test_faults_show_when_their_field_was_left_or_saving_was_tried() -> None:
    shown = ShownFaults()
    edited = model()
    edited.set("name", "")
    edited.add_contact(900)
    edited.set("contacts.900.role", "vaktmästare")
    assert shown.of(edited) == {}
    shown.leave("name")
    assert set(shown.of(edited)) == {"name"}
    shown.leave("contacts.900.role")
    assert set(shown.of(edited)) == {"name", "contacts.900"}
    shown.tried = True
    edited.set("org_no", "1")
    assert set(shown.of(edited)) == {"name", "contacts.900", "org_no"}


def test_the_next_fault_goes_round() -> None:
    state = form()
    shown = ShownFaults()
    shown.tried = True
    state.form.set("name", "")
    state.form.set(f"contacts.{LARS}.email", "x")
    faults = shown.of(state.form)
    assert next_fault(faults, "name", state.lines) == f"contacts.{LARS}.email"
    assert next_fault(faults, f"fold:{LARS}", state.lines) == "name"


def look_of(state: FormState, width: int, slot: str) -> Look:
    """Return what a form looks like at one width."""
    shown = ShownFaults()
    shown.tried = True
    return Look(
        state.form, state.lines, frame(width), slot, state.edit, shown.of(state.form), True, False, {"name": "finns: 1"}
    )


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120, 200])
@pytest.mark.parametrize("nasty", NASTY, ids=short)
def test_nothing_is_wider_than_the_screen(width: int, nasty: str) -> None:
    for language in ("sv", "en"):
        speak(language)
        state = form(
            card(name=nasty, cost_centre=nasty, comment=nasty * 2), settings=Settings(language=True, vat_type=True)
        )
        for part in (LARS, MONA):
            state.opened.parts.add(part)
        state.form.set(f"contacts.{JOUREN}.email", nasty)
        state.form.set("visiting.city", nasty)
        state.form.set("postal.province", nasty)
        state.opened.tax = True
        state.replan()
        for slot in [slot.key for slot in slots_of(state.lines)]:
            state.focus(slot)
            look = look_of(state, width, slot)
            assert state.current is not None
            look.offset = text_offset(look, state.current, 0)
            for place in places(look):
                assert width_of(row_line(look, place)) <= width, (slot, place)


KEYS = st.sampled_from(
    ["tab", "shift+tab", "up", "down", "enter", "space", "left", "right", "a", "å", "5", "backspace", "home", "ctrl+u"]
)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(KEYS, max_size=60))
def test_whatever_is_pressed_the_focus_is_on_a_slot_and_the_model_can_be_saved(keys: list[str]) -> None:
    state = form()
    press(state, *keys)
    assert state.slot in [slot.key for slot in slots_of(state.lines)]
    state.form.change()
    assert state.edit is None or state.edit.text == state.form.text(state.slot)
