"""History as lines: days, columns, what was added and taken away, values in words."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from core.history.views import HistoryEntry
from core.text import speak
from tests.tui.card.test_lines import NASTY, WIDTHS, short, text
from tests.tui.cards import TODAY
from tui.card.history_lines import back_text, field_choice_label, history_rows, ref_of, status_line
from tui.lines import GUTTER
from tui.paint import width_of
from tui.value_text import value_text

ZONE = "Europe/Stockholm"


def entry(**values: Any) -> HistoryEntry:
    """Return an entry: Per changed a phone this morning, but for what is given."""
    fields: dict[str, Any] = {
        "seq": 9,
        "entity": "contact",
        "row_id": 102,
        "kind": "changed",
        "field": "phone",
        "label": "Mona Dahl",
        "was": "+46171445560",
        "now": "+46171445566",
        "who": "Per Lund",
        "at": "2026-11-24T08:12:00.000Z",
        "operation": "customers.change",
        "can_put_back": True,
        **values,
    }
    return HistoryEntry(**fields)


@pytest.mark.usefixtures("speak_swedish")
def test_days_are_heads_and_earlier_years_have_one() -> None:
    entries = [
        entry(),
        entry(entity="customer", field="language", was="en", now="sv", at="2026-11-18T13:03:00.000Z", label=""),
        entry(entity="customer", field="name", was="Brf 1", now="Brf", at="2025-12-12T10:00:00.000Z", label=""),
        entry(
            entity="customer", field="", kind="created", was=UNSET, now=UNSET, at="2025-01-02T10:00:00.000Z", label=""
        ),
    ]
    assert [text(row.line) for row in history_rows(entries, 80, TODAY, ZONE)] == [
        "I dag",
        "09:12  Per Lund    Telefon · Mona Dahl 0171-44 55 60   → 0171-44 55 66",
        "",
        "Onsdag 18 november",
        "14:03  Per Lund    Språk               engelska        → svenska",
        "",
        "2025",
        "12 dec Per Lund    Namn                Brf 1           → Brf",
        "2 jan  Per Lund    Kund                –               → tillagd",
    ]


@pytest.mark.usefixtures("speak_swedish")
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("active", False, "inaktiv"),
        ("facility_required", True, "ja"),
        ("vat_type", "none", "Ingen moms"),
        ("type", "private", "privatperson"),
        ("org_no", "7696123459", "769612-3459"),
        ("org_no", "198112189876", "811218-••••"),
        ("contacts.1.phone", "+46171445566", "0171-44\N{NO-BREAK SPACE}55\N{NO-BREAK SPACE}66"),
        ("buyers.1.share", 5000, "50 %"),
        ("visiting", {"row1": "Ekgatan 4", "postcode": "74531", "city": "Enköping", "country": "SE"}, None),
        ("visiting", None, ""),
        ("name", "", ""),
        ("comment", UNSET, "dold"),
        ("comment", "två\nrader", "två rader"),
    ],
)
def test_values_in_words(field: str, value: object, says: str | None) -> None:
    expected = "Ekgatan 4, 745\N{NO-BREAK SPACE}31 Enköping" if says is None else says
    assert value_text(field, value) == expected


@pytest.mark.usefixtures("speak_swedish")
def test_the_status_line_says_what_r_would_put_back() -> None:
    line = text(status_line(312, "2019-03-01T10:00:00.000Z", ZONE, entry()))
    assert line == "312 ändringar sedan 2019 · r sätter tillbaka 0171-44 55 60"
    assert text(status_line(1, "2026-03-01T10:00:00.000Z", ZONE, None)) == "1 ändring sedan 2026"
    assert back_text(entry(was="")) == "inget (det var tomt)"
    assert back_text(entry(kind="removed", field="")) == "Mona Dahl"


@pytest.mark.usefixtures("speak_swedish")
def test_an_opened_entry_shows_everything() -> None:
    long = "Portkod 4711 till garaget, nyckel i tub vid soprummet, larma av hos Nokas innan port B öppnas"
    change = entry(entity="customer", field="comment", label="", was=long, now="")
    rows = history_rows([change], 80, TODAY, ZONE, {ref_of(change)})
    said = " ".join(text(row.line).strip() for row in rows)
    assert "innan port B öppnas" in said
    assert {row.ref for row in rows[1:]} == {ref_of(change)}, "the cursor covers all of it"


@pytest.mark.usefixtures("speak_swedish")
def test_fields_of_the_filter_have_names() -> None:
    assert field_choice_label("contact.phone") == "Telefon · Kontakt"
    assert field_choice_label("customer.visiting") == "Besöksadress"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", NASTY, ids=short)
def test_nothing_is_wider_than_the_screen(width: int, name: str) -> None:
    for language in ("sv", "en"):
        speak(language)
        change = entry(label=name, was=name, now=name, who=name, undoes=3)
        for row in history_rows([change], width, TODAY, ZONE, {ref_of(change)}):
            assert width_of(row.line) <= width - GUTTER - 1
