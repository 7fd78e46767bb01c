"""Phones, postcodes and e-mail addresses: stored in one form, written as Sweden writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.bad_value import BadValue
from core.values.email import parse_email
from core.values.phone import format_phone, parse_phone, phone_digits
from core.values.postcode import format_postcode, parse_postcode

PHONES = [
    ("08-123 456 78", "+46812345678", "08-123 456 78"),
    ("021-12 34 56", "+4621123456", "021-12 34 56"),
    ("0171-44 55 66", "+46171445566", "0171-44 55 66"),
    ("070-123 45 67", "+46701234567", "070-123 45 67"),
    ("010-288 00 00", "+46102880000", "010-288 00 00"),
    ("+46 (0)70 174 06 05", "+46701740605", "070-174 06 05"),
    ("0046171445566", "+46171445566", "0171-44 55 66"),
    ("46701740605", "+46701740605", "070-174 06 05"),
    ("tel:0701740605", "+46701740605", "070-174 06 05"),
    ("08/123 456 78", "+46812345678", "08-123 456 78"),
    ("+47 22 12 34 56", "+4722123456", "+47 22 12 34 56"),
]


@pytest.mark.parametrize(("typed", "stored", "written"), PHONES)
def test_a_phone_is_stored_as_e164_and_written_as_sweden_does(typed: str, stored: str, written: str) -> None:
    assert parse_phone(typed) == stored
    assert format_phone(stored) == written.replace(" ", "\N{NO-BREAK SPACE}")
    assert parse_phone(format_phone(stored)) == stored


@pytest.mark.parametrize(
    "typed", ["växeln", "112", "021-12 34 56 ankn 3", "021-123456, 070-1234567", "12 34 56/57", "+46"]
)
def test_what_is_no_single_number_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(BadValue, match=r"phone\.unknown"):
        parse_phone(typed)
    assert format_phone(typed) == typed


def test_a_number_without_a_country_belongs_to_the_customers_country() -> None:
    assert parse_phone("22 12 34 56", "NO") == "+4722123456"
    assert format_phone("+4722123456", "NO").replace("\N{NO-BREAK SPACE}", " ") == "22 12 34 56"


@pytest.mark.parametrize(
    "typed", ["0701740605", "+46701740605", "0046 70 174 06 05", "+46 (0)70-174 06 05", "46701740605"]
)
def test_every_spelling_of_a_number_has_the_same_digits(typed: str) -> None:
    assert phone_digits(typed) == "701740605"


@given(st.from_regex(r"\A\+46(8[1-9][0-9]{6,7}|7[02369][0-9]{7}|21[1-9][0-9]{5}|171[1-9][0-9]{4,5})\Z"))
def test_writing_a_phone_and_reading_it_changes_nothing(stored: str) -> None:
    try:
        known = parse_phone(stored)
    except BadValue:
        return
    assert parse_phone(format_phone(known)) == known


@pytest.mark.parametrize(
    "typed", ["74531", "745 31", "SE-745 31", "S-745 31", "se 74531", "745-31", " 745\N{NO-BREAK SPACE}31 "]
)
def test_a_swedish_postcode_is_stored_as_five_digits(typed: str) -> None:
    assert parse_postcode(typed) == "74531"


@pytest.mark.parametrize("typed", ["7453", "074531", "01234", "745 3a", "745312"])
def test_what_is_no_swedish_postcode(typed: str) -> None:
    with pytest.raises(BadValue, match=r"postcode\.format"):
        parse_postcode(typed)


def test_postcodes_of_other_countries_stay_as_typed() -> None:
    assert parse_postcode("SW1A  1AA", "GB") == "SW1A 1AA"
    with pytest.raises(BadValue, match="too_long"):
        parse_postcode("x" * 21, "GB")


@given(st.integers(10000, 99999).map(str))
def test_writing_a_postcode_and_reading_it_changes_nothing(stored: str) -> None:
    assert parse_postcode(format_postcode(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Nina.Ekman@Malarenergi.SE", "Nina.Ekman@malarenergi.se"),
        (" mailto:a@b.se ", "a@b.se"),
        ("o'brien+jour@sub.example.com", "o'brien+jour@sub.example.com"),
        ("åsa@öberg.se", "åsa@öberg.se"),
        ("x@xn--brg-tna.xn--p1ai", "x@xn--brg-tna.xn--p1ai"),
    ],
)
def test_an_e_mail_address_keeps_its_name_and_lowers_its_domain(typed: str, stored: str) -> None:
    assert parse_email(typed) == stored
    assert parse_email(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "ingen e-post",
        "a@b",
        "a@@b.se",
        "a b@c.se",
        "a@b.se, c@d.se",
        "a..b@c.se",
        ".a@c.se",
        "a@-b.se",
        f"{'a' * 65}@b.se",
    ],
)
def test_what_is_no_e_mail_address(typed: str) -> None:
    with pytest.raises(BadValue, match="email"):
        parse_email(typed)
