"""How customers are written on lines: columns by width, what is cut and what never is, matched letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from core.customers.views import CustomerRow
from core.text import speak
from core.values.finding import read_typed
from tui.listing.lines import NAME_LEAST, heads, layout, row_line
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
        (34, True, {"number": 5, "name": 23}),
        (74, True, {"number": 5, "name": 47, "city": 13}),
        (114, True, {"number": 5, "name": 57, "city": 13, "contact": 13, "phone": 13}),
    ],
)
def test_columns_by_width(width: int, pane: bool, columns: dict[str, int]) -> None:
    found = layout(width, beside_pane=pane)
    assert {column.name: column.width for column in found.columns} == columns
    assert found.columns[-1].end == width - (1 if width < 56 else 2)


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
