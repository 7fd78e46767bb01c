"""Phone numbers: stored as E.164, shown as Sweden writes them, searched by their digits (DOMAIN 3.7, LOOK 2)."""

from __future__ import annotations

import re
from functools import lru_cache

from core.values.bad_value import BadValue

_DASHES = re.compile("[\u2010-\u2015\u2212]")
# One number in any spelling; a slash only as the separator after the area code, since "12 34 56/57" is two numbers.
_TYPED = re.compile(r"(?:tel:)?\s*\+?[\s(]*[0-9](?:(?:[0-9()\s.-]*)|(?:[0-9]{1,3}\)?\s*/[0-9\s.-]*))", re.IGNORECASE)
_E164 = re.compile(r"\+[1-9][0-9]{5,14}")
_NOT_DIGITS = re.compile(r"[^0-9]+")

# The area codes of two digits (without the 0) that are places, then those that are not: 010 anywhere, 020 freephone,
# 07x mobile, pager, personal and 077 shared cost. Only 08 has one digit, all others have three.
_TWO_DIGITS = frozenset(
    str(code)
    for code in (11, 13, 16, 18, 19, 21, 23, 26, 31, 33, 35, 36, 40, 42, 44, 46, 54, 60, 63, 90, 10, 20, *range(70, 80))
)
# Numbers that begin as another area code does: paid services 0900, 0939, 0944 and 099x, machines on 025x and 067x.
_IRREGULAR = ("900", "939", "944", "99", "252", "254", "255", "673", "674", "675", "676", "677", "678")
_SPACE = "\N{NO-BREAK SPACE}"
_BARE_COUNTRY_CODE_FROM = 11


def parse_phone(text: str, country: str = "SE") -> str:
    """Return the number as E.164 ("+46701234567"); `country` (ISO 3166) is where numbers without a code belong.

    Takes national numbers with or without the 0, "+46", "0046", "(0)", spaces, hyphens, dots. Raises BadValue
    `required`, or `phone.unknown` when it is not exactly one number that can be dialled from everywhere: extensions,
    words, two numbers, short numbers such as 112. The caller keeps such text as typed and warns.
    """
    return _parse(text.strip(), country)


# A file is parsed when it is tried dry and again when it is imported, and switchboards stand in it many times.
@lru_cache(maxsize=4096)
def _parse(text: str, country: str) -> str:
    import phonenumbers

    text = _DASHES.sub("-", text)
    if not text:
        raise BadValue("required")
    if not _TYPED.fullmatch(text):
        raise BadValue("phone.unknown")
    if text[:4].lower() == "tel:":
        text = text[4:]
    digits = _NOT_DIGITS.sub("", text)
    spellings = [text]
    # Old registers and spreadsheets write 46701234567, without the plus.
    if digits.startswith(str(phonenumbers.country_code_for_region(country))) and "+" not in text:
        spellings.append("+" + digits)
    for spelling in spellings:
        try:
            number = phonenumbers.parse(spelling, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise BadValue("phone.unknown")


def format_phone(value: str, country: str = "SE") -> str:
    """Return a stored number as people in `country` write it; text that is no E.164 number comes back as it is.

    In Sweden: "08-123 456 78", "021-12 34 56", "0171-44 55 66", "070-123 45 67", other countries' numbers as
    "+47 22 12 34 56". The spaces are U+00A0. Fast enough for every row of a list.
    """
    if country == "SE" and value.startswith("+46"):
        national = value[3:]
        if 6 <= len(national) <= 9 and national.isascii() and national.isdigit():
            return _format_swedish(national) or _format_other(value, country)
    if not _E164.fullmatch(value):
        return value
    return _format_other(value, country)


def _format_swedish(national: str) -> str:
    """Group a Swedish number without its 0; "" when its kind has a grouping of its own."""
    if national.startswith("8"):
        cut = 1
    elif national.startswith(_IRREGULAR):
        return ""
    else:
        cut = 2 if national[:2] in _TWO_DIGITS else 3
    area, rest = national[:cut], national[cut:]
    size = len(rest)
    if size == 6 or size == 4:
        groups = f"{rest[:2]}{_SPACE}{rest[2:4]}"
        return f"0{area}-{groups}{_SPACE}{rest[4:]}" if size == 6 else f"0{area}-{groups}"
    if size == 7:
        return f"0{area}-{rest[:3]}{_SPACE}{rest[3:5]}{_SPACE}{rest[5:]}"
    if size == 5:
        return f"0{area}-{rest[:3]}{_SPACE}{rest[3:]}"
    if size == 8:
        return f"0{area}-{rest[:3]}{_SPACE}{rest[3:6]}{_SPACE}{rest[6:]}"
    return ""


@lru_cache(maxsize=4096)
def _format_other(value: str, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(number):
        return value
    at_home = number.country_code == phonenumbers.country_code_for_region(country)
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, kind).replace(" ", _SPACE)


def phone_digits(text: str) -> str:
    """Return the digits that two spellings of a number share: without signs and without a leading 0, 00, +46 or 0046.

    Used on what is stored and on what is typed (DESIGN 4). A bare 46 goes only from eleven digits on: in shorter ones
    it may be Lund's area code, a customer number, or the year of a personal number.
    """
    digits = _NOT_DIGITS.sub("", text)
    if text.lstrip(" (").startswith("+"):
        return _without_country_code(digits)
    if digits.startswith("00"):
        return _without_country_code(digits[2:])
    if digits.startswith("46") and len(digits) >= _BARE_COUNTRY_CODE_FROM:
        return _without_country_code(digits)
    return digits.removeprefix("0")


def _without_country_code(digits: str) -> str:
    return digits[2:].removeprefix("0") if digits.startswith("46") else digits
