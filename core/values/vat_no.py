"""VAT numbers: SE769612345901 in Sweden, those of other countries by their own rules (DOMAIN 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.values.bad_value import BadValue
from core.values.check_digit import luhn_digit
from core.values.cleaning import check_length
from core.values.org_no import bare

if TYPE_CHECKING:
    from stdnum.util import NumberValidationModule

_SWEDISH = re.compile(r"SE([0-9]{9})([0-9])([0-9]{2})")
_PREFIX = re.compile(r"([A-Z]{2})[A-Z0-9+*]{2,}")
_COUNTRY = {"EL": "gr", "XI": "gb"}
"""Prefixes that are no country code of ISO 3166."""


def parse_vat_no(text: str) -> str:
    """Return the VAT number as it is stored: capitals and digits only, its country first, "SE769612345901".

    Swedish numbers have SE, the organisation or personal number and two digits, 01 for nearly all. Numbers of the EU,
    Norway and others whose rule is known are checked by it; of unknown ones only the length (20). Raises BadValue
    `required`, `too_long`, or `vat_no.country`, `.format`, `.check_digit` (params `expected`), `.foreign` (`country`).
    """
    number = bare(text).upper()
    if not number:
        raise BadValue("required")
    prefix = _PREFIX.fullmatch(number)
    if prefix is None:
        raise BadValue("vat_no.country" if number.isascii() and number.isdigit() else "vat_no.format")
    check_length("vat_no", number)
    return _swedish(number) if prefix[1] == "SE" else _foreign(number, prefix[1])


def _swedish(number: str) -> str:
    found = _SWEDISH.fullmatch(number)
    if found is None or found[3] == "00":
        raise BadValue("vat_no.format")
    expected = luhn_digit(found[1])
    if found[2] != expected:
        raise BadValue("vat_no.check_digit", {"expected": expected})
    return number


def _foreign(number: str, prefix: str) -> str:
    """Check a number by its country's rule; Norway's keeps its MVA, and may be given without it."""
    from stdnum.exceptions import ValidationError

    rule = _rule(prefix)
    if rule is None:
        return number
    try:
        # The modules differ in whether they want the two letters: compact and validate take both forms, but for Norway
        # and Switzerland, whose numbers have letters of their own.
        if prefix == "NO":
            digits = number[2:].removesuffix("MVA")
            return f"NO{rule.validate(digits + 'MVA').removesuffix('MVA')}MVA"
        rule.validate(number)
    except ValidationError as problem:
        raise BadValue("vat_no.foreign", {"country": prefix}) from problem
    return number


def _rule(prefix: str) -> NumberValidationModule | None:
    import stdnum

    return stdnum.get_cc_module(_COUNTRY.get(prefix, prefix.lower()), "vat")


def format_vat_no(value: str) -> str:
    """Return a stored number as it is written, which is as it is stored."""
    return value


def vat_country(value: str) -> str:
    """Return the country (ISO 3166) that a VAT number, as typed or as stored, belongs to; "" where it has none."""
    number = bare(value).upper()
    prefix = number[:2]
    return _COUNTRY.get(prefix, prefix).upper() if _PREFIX.fullmatch(number) else ""
