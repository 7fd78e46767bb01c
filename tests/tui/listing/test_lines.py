"""How customers are written on lines: columns by width, what is cut and what never is, matched letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from core.customers.columns import ColumnName, ListColumn
from core.customers.views import CustomerRow
from core.text import speak
from core.values.finding import read_typed
from tui.listing.columns import NAME_LEAST, layout
from tui.listing.lines import Days, cell_text, heads, row_line
from tui.paint import Span, width_of


def row(name: str = "Brf Ekbacken", **values: object) -> CustomerRow:
    """Return a row of the list."""
    fields: dict[str, object] = {
        "id": 1,
        "seq": 1,
        "number": "10443",
        "name": name,
        "type": "company",
        "org_no": "",
        "active": True,
        "city": "Enköping",
        "phone": "+46171445566",
        "email": "",
        "contact": "Lars Öberg",
        **values,
    }
    return CustomerRow(**fields)  # type: ignore[arg-type]


def text_of(line: Sequence[Span]) -> str:
    """Return the text of a line with plain spaces."""
    return "".join(span.text for span in line).replace("\N{NO-BREAK SPACE}", " ")


def marked_in(line: Sequence[Span]) -> list[str]:
    """Return the pieces that are marked."""
    return [span.text for span in line if span.underline]


@pytest.mark.parametrize(
    ("width", "pane", "columns"),
    [
        (60, False, {"number": 5, "name": 33, "phone": 13}),
        (80, False, {"number": 5, "name": 40, "city": 11, "phone": 13}),
        (34, True, {"number": 5, "name": 22}),
        (74, True, {"number": 5, "name": 47, "city": 13}),
        (114, True, {"number": 5, "name": 57, "city": 13, "contact": 13, "phone": 13}),
    ],
)
def test_columns_by_width(width: int, pane: bool, columns: dict[str, int]) -> None:
    found = layout(width, beside_pane=pane)
    assert {column.name: column.width for column in found.columns} == columns
    assert found.columns[-1].end == width - 2


@settings(deadline=None)
@given(width=st.integers(30, 250), number=st.integers(1, 50), pane=st.booleans())
def test_columns_never_overlap_and_the_name_has_room(width: int, number: int, pane: bool) -> None:
    found = layout(width, number, beside_pane=pane).columns
    assert all(left.end + 2 == right.start for left, right in pairwise(found))
    assert found[0].width == max(number, 5)
    if width - number > 40:
        assert found[1].width >= NAME_LEAST


def test_heads_say_the_order() -> None:
    speak("sv")
    assert text_of(heads(layout(80), "name")).rstrip() == (
        "   Nr     Namn ▲                                    Ort          Telefon"
    )
    assert "Ort ▼" in text_of(heads(layout(80), "city", descending=True))
    assert all(span.underline for span in heads(layout(80), "name", underline=True) if span.text)


def test_a_customer_on_a_line() -> None:
    assert text_of(row_line(row(), layout(80))) == (
        "   10443  Brf Ekbacken                              Enköping     0171-44 55 66"
    )


def test_what_is_not_there_is_a_dash() -> None:
    line = row_line(row(city="", phone=""), layout(80))
    assert text_of(line).split() == ["10443", "Brf", "Ekbacken", "–", "–"]


def test_inactive_customers_are_muted_and_say_so_at_the_end_of_the_name() -> None:
    speak("sv")
    line = row_line(row("Brf Gillet Parkering", active=False), layout(60))
    assert text_of(line)[10:43] == "Brf Gillet Parkering      inaktiv"
    assert {span.role for span in line if span.text.strip()} == {"muted"}


def test_a_name_is_cut_after_a_letter_and_a_phone_never() -> None:
    line = row_line(row("Aros Fastighetsförvaltning och hus AB"), layout(60))
    assert text_of(line)[10:43] == "Aros Fastighetsförvaltning och h…"
    assert "0171-44 55 66" in text_of(line)


def test_what_was_typed_is_marked_wherever_it_stands() -> None:
    assert marked_in(row_line(row(), layout(80), read_typed("ek"))) == ["Ek"]
    assert marked_in(row_line(row(), layout(80), read_typed("KÖP"))) == ["köp"]
    assert marked_in(row_line(row(), layout(80), read_typed("kop"))) == ["köp"]
    assert marked_in(row_line(row(), layout(80), read_typed("0171445"))) == ["171-44\N{NO-BREAK SPACE}5"]
    assert marked_in(row_line(row(), layout(80), read_typed("104"))) == ["104"]


def test_a_word_is_not_marked_in_a_phone() -> None:
    assert marked_in(row_line(row(number="7"), layout(80), read_typed("44"))) == []


def test_a_match_that_no_column_shows_stands_at_the_end_of_the_name() -> None:
    line = row_line(row("Mälarenergi AB, Kontor", also="Nina Ekman"), layout(60), read_typed("ek"))
    assert text_of(line)[10:43] == "Mälarenergi AB, Kont…  Nina Ekman"
    assert marked_in(line) == ["Ek"]


def test_the_name_on_the_cursor_row_is_the_one_bold_thing() -> None:
    bold = [span.text for span in row_line(row(), layout(80), cursor=True) if span.bold]
    assert bold == ["Brf Ekbacken"]


NASTY = ("[/b]", "[red]x", "漢字の会社", "e\u0301", "👩‍👩‍👧", "x" * 600, "", " ", "a\N{NO-BREAK SPACE}b")


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("width", [60, 80, 114, 200])
def test_a_line_is_never_wider_than_the_list(name: str, width: int) -> None:
    for inactive in (False, True):
        line = row_line(row(name, city=name, contact=name, active=not inactive, also=name), layout(width))
        assert width_of(line) <= width


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=80), width=st.integers(56, 160), typed=st.text(max_size=6))
def test_columns_stay_where_they_are_whatever_the_name(name: str, width: int, typed: str) -> None:
    columns = layout(width)
    line = row_line(row(name), columns, read_typed(typed))
    phone = next(column for column in columns.columns if column.name == "phone")
    text = "".join(span.text for span in line)
    assert cell_len(text[: text.rindex("0171")]) == phone.start


TODAY = Days(date(2026, 11, 26), "Europe/Stockholm")


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("org_no", {"org_no": "7696123459"}, "769612-3459"),
        ("org_no", {"org_no": "19670919-••••"}, "19670919-••••"),
        ("postcode", {"postcode": "74531"}, "745 31"),
        ("postcode", {"postcode": "FI-00100"}, "FI-00100"),
        ("phone", {"phone": "+46701234567"}, "070-123 45 67"),
        ("type", {"type": "company"}, "företag"),
        ("type", {"type": "private"}, "privat"),
        ("language", {"language": "fi"}, "finska"),
        ("language", {"language": ""}, ""),
        ("street", {"street": "Ekgatan 4"}, "Ekgatan 4"),
        ("email", {"email": "anna@foretag.se"}, "anna@foretag.se"),
        ("changed", {"changed": ""}, ""),
        ("changed", {"changed": "2026-11-26T08:00:00Z"}, "i dag"),
        ("changed", {"changed": "2026-11-25T23:30:00Z"}, "i dag"),
        ("changed", {"changed": "2026-11-25T12:00:00Z"}, "i går"),
        ("changed", {"changed": "2026-11-18T12:00:00Z"}, "18 nov"),
        ("changed", {"changed": "2025-12-12T12:00:00Z"}, "2025-12-12"),
    ],
)
def test_what_a_column_says(column: ColumnName, values: dict[str, object], said: str) -> None:
    speak("sv")
    assert cell_text(row("Brf Ekbacken", **values), column, TODAY).replace("\N{NO-BREAK SPACE}", " ") == said


def test_where_rows_are_sorted_by_it_a_day_is_a_date() -> None:
    exact = TODAY._replace(exact=True)
    assert cell_text(row(changed="2026-11-25T12:00:00Z"), "changed", exact) == "2026-11-25"


def test_days_end_where_their_column_does_and_so_does_their_head() -> None:
    columns = layout(60, chosen=(ListColumn("name"), ListColumn("changed")))
    assert text_of(heads(columns, "name")).endswith("   Changed  ")
    assert text_of(row_line(row(changed="2026-11-26T08:00:00Z"), columns, days=TODAY)).endswith("       today")
    assert text_of(row_line(row(), columns, days=TODAY)).endswith("         –")


def test_a_column_that_was_chosen_shows_where_a_customer_was_found() -> None:
    found = row("Mälarenergi AB, Kontor", contact="Nina Ekman", also="Nina Ekman")
    columns = layout(90, chosen=(ListColumn("name"), ListColumn("contact")))
    line = row_line(found, columns, read_typed("ek"))
    assert text_of(line).count("Nina Ekman") == 1
    assert marked_in(line) == ["Ek"]
    assert text_of(row_line(found, layout(60), read_typed("ek"))).count("Nina Ekman") == 1


def test_what_is_not_sought_is_not_marked() -> None:
    columns = layout(120, chosen=(ListColumn("name"), ListColumn("street"), ListColumn("language")))
    assert marked_in(row_line(row("A", street="Ekgatan 4"), columns, read_typed("ek"))) == []


@pytest.mark.parametrize("name", NASTY)
def test_no_column_is_ever_wider_than_it_is(name: str) -> None:
    names: list[ColumnName] = ["number", "name", "contact", "email", "org_no", "street", "postcode", "changed"]
    columns = layout(200, chosen=[ListColumn(one) for one in names])
    line = row_line(row(name, contact=name, email=name, org_no=name, street=name, postcode=name), columns, days=TODAY)
    assert width_of(line) <= 200
    assert text_of(line).rstrip().endswith("–")
