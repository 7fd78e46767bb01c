"""Personal and coordination numbers: twelve digits, checked, masked as 811218-•••• (DOMAIN 3.2)."""

from __future__ import annotations

import re
from datetime import date

from core.values.bad_value import BadValue
from core.values.check_digit import luhn_digit
from core.values.org_no import bare

COORDINATION = 60
"""What a coordination number adds to the day of birth."""
OLDEST = 150
"""Nobody who has a number was born longer ago, in years: the first were given in 1947."""

_STORED = re.compile(r"(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278][0-9]|[39][01])[0-9]{4}")
_INSIDE = re.compile(r"(SE|0007:)([0-9]{2}[01][0-9]{3})([0-9]{4})((?:[0-9]{2})?)")
"""A VAT number or an e-invoice id with a sole trader's number in it: an organisation number has 2 or more there."""
_HIDDEN = "\N{BULLET}" * 4


def parse_personal_no(text: str, today: date) -> str:
    """Return the number as it is stored: twelve digits, a coordination number with its day + 60.

    Takes ten or twelve digits in any grouping, a VAT number of a sole trader (SE before, 01 after), and + for who has
    turned, or turns this year, a hundred. Ten digits mean this century unless that day is after `today`. Raises
    BadValue `required`, or `personal_no.characters`, `.length`, `.company`, `.date`, `.check_digit` (`expected`).
    """
    digits = bare(text)
    if not digits:
        raise BadValue("required")
    if digits[:2].upper() == "SE" and len(digits) in (12, 14):
        digits = digits[2:12]
    old = digits[-5:-4] == "+"
    if old:
        digits = digits[:-5] + digits[-4:]
    if not (digits.isascii() and digits.isdigit()):
        raise BadValue("personal_no.characters")
    if len(digits) == 12 and digits.startswith("16"):
        raise BadValue("personal_no.company")
    if len(digits) not in (10, 12):
        raise BadValue("personal_no.length")
    if int(digits[-8:-6]) >= 20:
        raise BadValue("personal_no.company")
    born = _born(digits, today, old=old)
    expected = luhn_digit(digits[-10:-1])
    if digits[-1] != expected:
        raise BadValue("personal_no.check_digit", {"expected": expected})
    return f"{born.year:04}{digits[-8:]}"


def _born(digits: str, today: date, *, old: bool) -> date:
    """Return the day of birth; BadValue `personal_no.date` where there is no such day, or nobody alive has it."""
    month, day = int(digits[-8:-6]), int(digits[-6:-4])
    if day > COORDINATION:
        day -= COORDINATION
    years = (int(digits[:4]),) if len(digits) == 12 else _years(int(digits[:2]), today, old=old)
    for year in years:
        try:
            born = date(year, month, day)
        except ValueError:
            continue
        if born <= today and year > today.year - OLDEST:
            return born
    raise BadValue("personal_no.date")


def _years(two_digits: int, today: date, *, old: bool) -> tuple[int, ...]:
    """Return the years that two digits may mean, the likeliest first: with a + those a hundred years back or more."""
    latest = today.year - 100 if old else today.year
    year = latest - (latest - two_digits) % 100
    return (year, year - 100)


def is_personal_no(value: str) -> bool:
    """Say whether a stored `org_no` is a personal number: twelve digits with a day of birth and the right check digit.

    A stored organisation number has ten. Fast enough for every row of a list.
    """
    return _STORED.fullmatch(value) is not None and luhn_digit(value[2:11]) == value[11]


def mask_personal_no(value: str) -> str:
    """Return a stored number with its last four digits hidden: "811218-••••", "SE811218••••01"."""
    inside = _INSIDE.fullmatch(value)
    if inside is not None:
        return f"{inside[1]}{inside[2]}{_HIDDEN}{inside[4]}"
    return f"{value[2:8]}-{_HIDDEN}"


def holds_personal_no(value: str) -> bool:
    """Say whether a stored org_no, VAT number or e-invoice id is a personal number or has one in it."""
    return _INSIDE.fullmatch(value) is not None or is_personal_no(value)


def format_personal_no(value: str, today: date) -> str:
    """Return a stored number as it is written: "811218-9876", with + from the year in which one turns a hundred."""
    if _STORED.fullmatch(value) is None:
        return value
    sign = "+" if today.year - int(value[:4]) >= 100 else "-"
    return f"{value[2:8]}{sign}{value[8:]}"
