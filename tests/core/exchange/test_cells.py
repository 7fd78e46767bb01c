"""Cells: what spreadsheets store, what they would run, what is no customer, and what is a choice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange import choices
from core.exchange.cells import CellValue, guard, is_no_customer, text_of, unguard


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10001.0, "10001"),
        (5544493900.0, "5544493900"),
        (0.5, "0.5"),
        (-3.0, "-3"),
        (1e300, "1e+300"),
        (7, "7"),
        ("070", "070"),
        (True, "true"),
        (False, "false"),
        (dt.date(2026, 9, 1), "2026-09-01"),
        (dt.datetime.fromisoformat("2026-09-01"), "2026-09-01"),
        (dt.datetime.fromisoformat("2026-09-01 13:30"), "2026-09-01 13:30"),
        (dt.time(8, 0), "08:00:00"),
    ],
)
def test_values_are_written_as_people_read_them(value: CellValue, text: str) -> None:
    assert text_of(value) == text


@given(st.text(alphabet=st.sampled_from("'=+-@#\t\r＝ab 1"), max_size=6) | st.text(max_size=20))
def test_guarding_comes_off_again_and_leaves_nothing_to_run(text: str) -> None:
    guarded = guard(text)
    assert unguard(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    ("cells", "is_none"),
    [
        (["Summa", "60", ""], True),
        (["", "Totalt:", "1 200,50 kr"], True),
        (["Antal kunder: 60"], True),
        (["60 kunder"], True),
        (["Sida 1 av 3"], True),
        (["Utskriven 2026-09-01"], True),
        (["-----", "", ""], True),
        (["Nr", "Kund", "Ort"], True),
        (["", "", ""], False),
        (["10001", "Summa", "Lund"], False),
        (["Total AB", "5560360793"], False),
        (["10045", "", ""], False),
        (["Summa", "Storgatan 1"], False),
        (["Sidan AB"], False),
    ],
)
def test_totals_footers_and_headings_are_no_customers(cells: list[str], is_none: bool) -> None:
    assert is_no_customer(cells, ["Nr", "Kund", "Ort"]) is is_none


@pytest.mark.parametrize("text", ["Ja", "JA", "j", "yes", "x", "X", "1", "true", "Sant", "✓", "aktiv"])
def test_yes(text: str) -> None:
    assert choices.yes_no(text) is True


@pytest.mark.parametrize("text", ["Nej", "n", "no", "0", "false", "Falskt", "inaktiv", "Spärrad"])
def test_no(text: str) -> None:
    assert choices.yes_no(text) is False


@pytest.mark.parametrize("text", ["kanske", "2", "?", "å"])
def test_neither_yes_nor_no(text: str) -> None:
    assert choices.yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("SE", "SE"), ("se", "SE"), ("Sverige", "SE"), ("Sweden", "SE"), ("Norge", "NO"), ("no", "NO"), ("DE", "DE"),
        ("Tyskland", "DE"), ("Germany", "DE"), ("Suomi", "FI"), ("UK", "GB"), ("Frankrike", "FR"), ("fr", "FR"),
        ("Åland", "AX"), ("Österrike", "AT"), ("Mordor", None), ("12", None), ("", None),
    ],
)  # fmt: skip
def test_countries_by_name_or_code(text: str, country: str | None) -> None:
    assert choices.country(text) == country


@pytest.mark.parametrize(
    ("text", "type_"),
    [("Företag", "company"), ("PRIVATE", "private"), ("Privatperson", "private"), ("Company", "company"), ("AB", None)],
)
def test_types(text: str, type_: str | None) -> None:
    assert choices.customer_type(text) == type_


@pytest.mark.parametrize(
    ("text", "vat_type"),
    [("Ingen moms", "none"), ("No VAT", "none"), ("Normal", "normal"), ("SEVAT", "normal"), ("25", None)],
)
def test_vat_types(text: str, vat_type: str | None) -> None:
    assert choices.vat_type(text) == vat_type


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Svenska", "sv"), ("swedish", "sv"), ("SV", "sv"), ("sv-SE", "sv"), ("en_GB", "en"), ("Engelska", "en"),
        ("Klingon", None), ("", None),
    ],
)  # fmt: skip
def test_languages_by_name_or_code(text: str, language: str | None) -> None:
    assert choices.language(text) == language
