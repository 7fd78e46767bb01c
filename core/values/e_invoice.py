"""E-invoice ids in Peppol: 0007 and the organisation number, or 0088 and a GLN (DOMAIN 3.8)."""

from __future__ import annotations

import re

from core.values.bad_value import BadValue
from core.values.check_digit import gln_digit, luhn_digit
from core.values.cleaning import check_length
from core.values.org_no import bare

ORG_NO, GLN = "0007", "0088"
_TYPED = re.compile(r"(?:iso6523-actorid-upis::)?([0-9]{4}):(\S+)", re.IGNORECASE)
_VAT = re.compile(r"SE[0-9]{10,12}")


def parse_e_invoice(text: str) -> str:
    """Return the id as it is stored: "0007:7696123459" or "0088:7365567212048"; ids of other schemes as they are.

    Ten digits alone are an organisation number, thirteen a GLN. Raises BadValue `required`, `too_long`, or
    `e_invoice.format`, `.vat_no` (a VAT number where the organisation number belongs), `.gln_length`, `.check_digit`
    (params `expected`).
    """
    typed = "".join(text.split())
    if not typed:
        raise BadValue("required")
    check_length("e_invoice", typed)
    found = _TYPED.fullmatch(typed)
    scheme, value = (found[1], found[2]) if found is not None else (_scheme(bare(typed).upper()), typed)
    if scheme == ORG_NO:
        return f"{scheme}:{_org_no(bare(value).upper())}"
    if scheme == GLN:
        return f"{scheme}:{_gln(bare(value))}"
    return f"{scheme}:{value}"


def _scheme(typed: str) -> str:
    """Say what a value without a scheme must be; BadValue where it may be anything."""
    if _VAT.fullmatch(typed):
        raise BadValue("e_invoice.vat_no")
    if typed.isascii() and typed.isdigit():
        if len(typed) in (10, 12):
            return ORG_NO
        if len(typed) == 13:
            return GLN
    raise BadValue("e_invoice.format")


def _org_no(value: str) -> str:
    """Check the ten digits of an organisation number or, of a sole trader, a personal number."""
    if _VAT.fullmatch(value):
        raise BadValue("e_invoice.vat_no")
    if not (value.isascii() and value.isdigit()):
        raise BadValue("e_invoice.format")
    if len(value) == 12 and value[:2] in ("16", "18", "19", "20"):
        value = value[2:]
    if len(value) != 10:
        raise BadValue("e_invoice.format")
    return _checked(value, luhn_digit(value[:-1]))


def _gln(value: str) -> str:
    if not (value.isascii() and value.isdigit()) or len(value) != 13:
        raise BadValue("e_invoice.gln_length")
    return _checked(value, gln_digit(value[:-1]))


def _checked(value: str, expected: str) -> str:
    if value[-1] != expected:
        raise BadValue("e_invoice.check_digit", {"expected": expected})
    return value


def format_e_invoice(value: str) -> str:
    """Return a stored id as it is written, which is as it is stored."""
    return value
