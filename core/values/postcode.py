"""Postcodes: five digits in Sweden, anything in other countries (DOMAIN 3.6)."""

from __future__ import annotations

import re

from core.values.bad_value import BadValue
from core.values.cleaning import check_length

_SWEDISH = re.compile(r"(?:SE?[\s-]*)?([1-9][0-9]{4})", re.IGNORECASE)
_STORED = re.compile(r"[1-9][0-9]{4}")
_GAPS = re.compile(r"(?<=[0-9])[\s-]+(?=[0-9])")


def parse_postcode(text: str, country: str = "SE") -> str:
    """Return the postcode as it is stored: "74531" in Sweden (from "745 31", "SE-745 31", "S-745 31"), else as typed.

    `country` is ISO 3166 alpha-2. Raises BadValue `required`, `too_long` (20 characters), or `postcode.format`: five
    digits, the first not 0.
    """
    text = " ".join(text.split())
    if not text:
        raise BadValue("required")
    if country != "SE":
        check_length("postcode", text)
        return text
    found = _SWEDISH.fullmatch(_GAPS.sub("", text))
    if found is None:
        raise BadValue("postcode.format")
    return found[1]


def format_postcode(value: str, country: str = "SE") -> str:
    """Return a stored postcode as it is written: "745 31" in Sweden with a no-break space (LOOK 2), else as it is."""
    if country == "SE" and _STORED.fullmatch(value):
        return f"{value[:3]}\N{NO-BREAK SPACE}{value[3:]}"
    return value
