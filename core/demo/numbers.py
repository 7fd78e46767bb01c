"""Numbers of the example company that nobody has: organisation numbers, personal numbers, GLN, phones."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from core.values.check_digit import gln_digit, luhn_digit


class OrgSeries(NamedTuple):
    """A kind of organisation: the first digits of its numbers, which no register gives out as far as we know."""

    prefix: str
    thirds: str
    """What the third digit may be: 2 or more (DOMAIN 3.1)."""


# The first digit says the kind (DOMAIN 3.1): 5 company limited by shares, 7 housing co-operative, 2 municipality,
# 8 non-profit association, 9 trading partnership.
COMPANY = OrgSeries("55", "78")
CO_OPERATIVE = OrgSeries("79", "23456789")
PUBLIC = OrgSeries("29", "23456789")
ASSOCIATION = OrgSeries("89", "23456789")
PARTNERSHIP = OrgSeries("98", "23456789")
_REST = 1_000_000
# Coprime with every count of numbers: neighbours in the register don't get neighbouring numbers, none comes twice.
_STEP = 617_933


def org_no(series: OrgSeries, index: int) -> str:
    """Return the organisation number (ten digits) of the customer `index`: another for each of the first million."""
    n = (index + 1) * _STEP % (_REST * len(series.thirds))
    nine = f"{series.prefix}{series.thirds[n // _REST]}{n % _REST:06d}"
    return nine + luhn_digit(nine)


def gln(index: int) -> str:
    """Return a GLN of thirteen digits with the right check digit, by weights 1 and 3 (DOMAIN 3.8)."""
    twelve = f"735999{index % _REST:06d}"
    return twelve + gln_digit(twelve)


@cache
def personal_nos() -> tuple[str, ...]:
    """Return personal numbers of twelve digits that Skatteverket has published for tests and gives to nobody.

    Of 1991 to 1993 it has published the serials 238 and 239 of every day, of 1994 to 1998 one of the two a day.
    """
    found = list(_OLDER)
    day, last = date(1991, 1, 1), date(1998, 12, 31)
    while day <= last:
        serials = ("238", "239") if day.year <= 1993 else ("239" if day.toordinal() % 2 else "238",)
        found += (_personal_no(f"{day:%Y%m%d}", serial) for serial in serials)
        day += timedelta(days=1)
    return tuple(found)


def _personal_no(day: str, serial: str) -> str:
    return day + serial + luhn_digit(day[2:] + serial)


MOBILES = tuple(f"+467017406{n:02d}" for n in range(5, 100))
"""The mobiles 070-174 06 05 to 99, which PTS keeps free for films and examples."""

# From the same list, so that not everybody is of one age.
_OLDER = tuple(
    _personal_no(day, serial)
    for day, serial in (
        ("19470918", "310"), ("19480826", "234"), ("19490815", "264"), ("19500916", "204"), ("19520128", "223"),
        ("19530718", "218"), ("19541219", "209"), ("19560113", "233"), ("19570926", "308"), ("19590422", "335"),
        ("19601019", "267"), ("19620526", "281"), ("19640122", "286"), ("19650816", "325"), ("19671008", "310"),
        ("19790104", "928"), ("19790124", "929"), ("19790717", "919"), ("19800113", "929"), ("19800124", "928"),
        ("19810326", "929"), ("19811128", "929"), ("19821128", "928"), ("19830110", "928"), ("19840731", "929"),
        ("19850113", "999"), ("19850116", "988"), ("19860104", "999"), ("19860118", "988"), ("19870102", "238"),
        ("19870109", "239"), ("19880108", "238"), ("19880116", "239"), ("19890101", "238"), ("19890117", "239"),
    )
)  # fmt: skip
