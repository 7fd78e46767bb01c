"""Numbers of the trade, as DOMAIN 3 lists them: what is taken, how it is stored, what is wrong with the rest."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.bad_value import BadValue
from core.values.check_digit import gln_digit, luhn_digit
from core.values.e_invoice import format_e_invoice, parse_e_invoice
from core.values.org_no import format_org_no, parse_org_no
from core.values.personal_no import (
    format_personal_no,
    holds_personal_no,
    is_personal_no,
    mask_personal_no,
    parse_personal_no,
)
from core.values.vat_no import format_vat_no, parse_vat_no, vat_country

TODAY = date(2026, 11, 24)

REAL = (
    "212000-0142 212000-1355 556036-0793 556721-2047 556703-7485 202100-5489 802002-4280 717600-4583 232100-0032"
    " 733078-7156 556999-1234 769612-3459 802412-3450 969612-3455"
)


@pytest.mark.parametrize("written", REAL.split())
def test_every_organisation_number_of_the_list_is_taken(written: str) -> None:
    assert format_org_no(parse_org_no(written)) == written


@pytest.mark.parametrize(
    "typed",
    [
        "5560360793",
        "556036-0793",
        " 556036 - 0793 ",
        "55603-60793",
        "556036–0793",
        "165560360793",
        "16556036-0793",
        "SE556036079301",
        "se 556036-0793 01",
    ],
)
def test_an_organisation_number_is_taken_in_any_grouping_and_form(typed: str) -> None:
    assert parse_org_no(typed) == "5560360793"


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "required", {}),
        ("  - ", "required", {}),
        ("556036-0794", "org_no.check_digit", {"expected": "3"}),
        ("769612-3456", "org_no.check_digit", {"expected": "9"}),
        ("551036-0793", "org_no.third_digit", {}),
        ("220000-1234", "org_no.third_digit", {}),
        ("551036-079x", "org_no.characters", {}),
        ("232445", "org_no.length", {}),
        ("175560360793", "org_no.length", {}),
        ("456036-0793", "org_no.first_digit", {}),
        ("٥٥٦٠٣٦٠٧٩٣", "org_no.characters", {}),
    ],
)
def test_what_is_wrong_with_an_organisation_number(typed: str, code: str, params: dict[str, str]) -> None:
    with pytest.raises(BadValue) as bad:
        parse_org_no(typed)
    assert (bad.value.code, bad.value.params) == (code, params)


@given(st.sampled_from("12356789"), st.from_regex(r"\A[0-9][2-9][0-9]{6}\Z"))
def test_writing_an_organisation_number_and_reading_it_changes_nothing(first: str, rest: str) -> None:
    digits = first + rest
    number = digits + luhn_digit(digits)
    assert parse_org_no(number) == number
    assert parse_org_no(format_org_no(number)) == number


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("811218-9876", "198112189876"),
        ("121212-1212", "201212121212"),
        ("121212+1212", "191212121212"),
        ("701063-2391", "197010632391"),
        ("19811218-9876", "198112189876"),
        ("8112189876", "198112189876"),
        ("198112189876", "198112189876"),
        ("19121212+1212", "191212121212"),
        ("SE811218987601", "198112189876"),
    ],
)
def test_a_personal_number_is_stored_with_its_century(typed: str, stored: str) -> None:
    assert parse_personal_no(typed, TODAY) == stored
    assert is_personal_no(stored)
    assert parse_personal_no(format_personal_no(stored, TODAY), TODAY) == stored


@pytest.mark.parametrize(
    ("typed", "today", "year"),
    [
        ("261124", date(2026, 11, 24), "2026"),
        ("261125", date(2026, 11, 24), "1926"),
        ("260101", date(2026, 11, 24), "2026"),
        ("991231", date(2026, 11, 24), "1999"),
        ("000229", date(2026, 11, 24), "2000"),
        ("270101", date(2027, 1, 1), "2027"),
    ],
)
def test_ten_digits_mean_this_century_unless_that_day_is_still_to_come(typed: str, today: date, year: str) -> None:
    digits = f"{typed}123"
    assert parse_personal_no(digits + luhn_digit(digits), today)[:4] == year


def test_in_the_year_of_the_hundredth_birthday_the_sign_is_a_plus() -> None:
    digits = "261224123"
    number = f"1926{digits[2:]}{luhn_digit(digits)}"
    assert format_personal_no(number, TODAY) == f"261224+123{luhn_digit(digits)}"
    assert parse_personal_no(format_personal_no(number, TODAY), TODAY) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("811218-9875", "personal_no.check_digit"),
        ("811232-9876", "personal_no.date"),
        ("810229-1234", "personal_no.date"),
        ("19811318-9876", "personal_no.date"),
        ("17811218-9876", "personal_no.date"),
        ("20271218-9876", "personal_no.date"),
        ("556036-0793", "personal_no.company"),
        ("165560360793", "personal_no.company"),
        ("811218-987", "personal_no.length"),
        ("811218-987X", "personal_no.characters"),
        ("811218++9876", "personal_no.characters"),
    ],
)
def test_what_is_wrong_with_a_personal_number(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse_personal_no(typed, TODAY)
    assert bad.value.code == code


@given(st.dates(date(1890, 1, 1), TODAY), st.integers(0, 999), st.booleans())
def test_writing_a_personal_number_and_reading_it_changes_nothing(born: date, serial: int, coordination: bool) -> None:
    day = born.day + (60 if coordination else 0)
    digits = f"{born:%y%m}{day:02}{serial:03}"
    number = f"{born.year}{digits[2:]}{luhn_digit(digits)}"
    assert is_personal_no(number)
    assert parse_personal_no(number, TODAY) == number
    assert parse_personal_no(format_personal_no(number, TODAY), TODAY) == number


def test_a_mask_hides_the_last_four_digits() -> None:
    assert mask_personal_no("198112189876") == "811218-••••"
    assert mask_personal_no("SE811218987601") == "SE811218••••01"
    assert mask_personal_no("0007:8112189876") == "0007:811218••••"


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("198112189876", True),
        ("198112189875", False),
        ("SE811218987601", True),
        ("0007:8112189876", True),
        ("7696123459", False),
        ("SE769612345901", False),
        ("0007:7696123459", False),
        ("0088:7300010000001", False),
        ("", False),
    ],
)
def test_a_sole_traders_numbers_have_a_personal_number_in_them(value: str, holds: bool) -> None:
    assert holds_personal_no(value) is holds


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("SE769612345901", "SE769612345901"),
        ("se 769612-3459 01", "SE769612345901"),
        ("SE811218987602", "SE811218987602"),
        ("NO 995 525 828 MVA", "NO995525828MVA"),
        ("NO995525828", "NO995525828MVA"),
        ("DK 13 58 56 28", "DK13585628"),
        ("FI20774740", "FI20774740"),
        ("DE136695976", "DE136695976"),
        ("EL094259216", "EL094259216"),
        ("GB980780684", "GB980780684"),
        ("US-1234567", "US1234567"),
    ],
)
def test_a_vat_number_is_stored_with_its_country_and_without_gaps(typed: str, stored: str) -> None:
    assert parse_vat_no(typed) == stored
    assert parse_vat_no(format_vat_no(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "required", {}),
        ("769612345901", "vat_no.country", {}),
        ("SE7696123459", "vat_no.format", {}),
        ("SE769612345900", "vat_no.format", {}),
        ("??", "vat_no.format", {}),
        ("SE769612345601", "vat_no.check_digit", {"expected": "9"}),
        ("DK13585627", "vat_no.foreign", {"country": "DK"}),
        ("NO995525829MVA", "vat_no.foreign", {"country": "NO"}),
        ("FI2077474", "vat_no.foreign", {"country": "FI"}),
        ("DE136695978", "vat_no.foreign", {"country": "DE"}),
        ("XQ" + "1" * 30, "too_long", {"high": 20, "over": 12}),
    ],
)
def test_what_is_wrong_with_a_vat_number(typed: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(BadValue) as bad:
        parse_vat_no(typed)
    assert (bad.value.code, bad.value.params) == (code, params)


@pytest.mark.parametrize(
    ("value", "country"), [("SE769612345901", "SE"), ("EL094259216", "GR"), ("XI110305878", "GB"), ("", ""), ("12", "")]
)
def test_a_vat_number_says_its_country(value: str, country: str) -> None:
    assert vat_country(value) == country


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0007:7696123459", "0007:7696123459"),
        ("0007: 769612-3459", "0007:7696123459"),
        ("0007:167696123459", "0007:7696123459"),
        ("769612-3459", "0007:7696123459"),
        ("8112189876", "0007:8112189876"),
        ("0088:7365567212048", "0088:7365567212048"),
        ("7300010000001", "0088:7300010000001"),
        ("0192:995525828", "0192:995525828"),
        ("iso6523-actorid-upis::0007:7696123459", "0007:7696123459"),
    ],
)
def test_an_e_invoice_id_is_stored_with_its_scheme(typed: str, stored: str) -> None:
    assert parse_e_invoice(typed) == stored
    assert parse_e_invoice(format_e_invoice(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("Brf Ekbacken", "e_invoice.format"),
        ("0007:76961234", "e_invoice.format"),
        ("0007:SE769612345901", "e_invoice.vat_no"),
        ("SE769612345901", "e_invoice.vat_no"),
        ("0007:7696123456", "e_invoice.check_digit"),
        ("0088:7365567212049", "e_invoice.check_digit"),
        ("0088:73655672", "e_invoice.gln_length"),
        ("0192:" + "9" * 60, "too_long"),
    ],
)
def test_what_is_wrong_with_an_e_invoice_id(typed: str, code: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse_e_invoice(typed)
    assert bad.value.code == code


@pytest.mark.parametrize("gln", ["7365567212048", "7300010000001"])
def test_the_check_digit_of_a_gln(gln: str) -> None:
    assert gln_digit(gln[:12]) == gln[12]


@given(st.text(max_size=40))
def test_no_text_does_more_than_raise_what_it_should(text: str) -> None:
    for parse in (parse_org_no, parse_vat_no, parse_e_invoice, lambda typed: parse_personal_no(typed, TODAY)):
        try:
            stored = parse(text)
        except BadValue:
            continue
        assert parse(stored) == stored
