"""Organisation numbers: ten digits, checked, written 769612-3459 (DOMAIN 3.1)."""

from __future__ import annotations

import re

from core.values.bad_value import BadValue
from core.values.check_digit import luhn_digit

_GAPS = re.compile("[\\s.\u00ad\u2010-\u2015\u2212-]+")
_VAT = re.compile(r"SE([0-9]{10})(?:[0-9]{2})?", re.IGNORECASE)
_STORED = re.compile(r"[0-9]{10}")


def bare(text: str) -> str:
    """Return `text` without spaces, dots and hyphens of any kind: what is left of a number however it is grouped."""
    return _GAPS.sub("", text)


def parse_org_no(text: str) -> str:
    """Return the organisation number as it is stored: ten digits.

    Takes any grouping, a leading 16 (the form of twelve digits) and a VAT number (SE before, 01 after). Raises BadValue
    `required`, or `org_no.characters`, `.length`, `.first_digit`, `.third_digit`, `.check_digit` (params `expected`).
    """
    digits = bare(text)
    if not digits:
        raise BadValue("required")
    vat = _VAT.fullmatch(digits)
    if vat is not None:
        digits = vat[1]
    if not (digits.isascii() and digits.isdigit()):
        raise BadValue("org_no.characters")
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) != 10:
        raise BadValue("org_no.length")
    if digits[0] in "04":
        raise BadValue("org_no.first_digit")
    if digits[2] in "01":
        raise BadValue("org_no.third_digit")
    expected = luhn_digit(digits[:9])
    if digits[9] != expected:
        raise BadValue("org_no.check_digit", {"expected": expected})
    return digits


def format_org_no(value: str) -> str:
    """Return a stored number as it is written, "769612-3459"; what is not ten digits comes back as it is."""
    return f"{value[:6]}-{value[6:]}" if _STORED.fullmatch(value) else value
