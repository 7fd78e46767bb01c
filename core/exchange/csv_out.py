"""CSV as spreadsheets open it: UTF-8 with its mark, semicolons, formulas guarded; and the cells of a customer."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from core.customers import rules
from core.customers.views import Contact, Customer
from core.exchange.cells import guard
from core.exchange.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, heading, kind_of, template_keys
from core.exchange.words import choice_text
from core.values.bad_value import BadValue
from core.values.org_no import format_org_no
from core.values.phone import format_phone, parse_phone
from core.values.postcode import format_postcode

_SPACE = "\N{NO-BREAK SPACE}"


class CsvWriter:
    """Gives lines as bytes; every cell is guarded."""

    def __init__(self) -> None:
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer, delimiter=";", lineterminator="\r\n")

    def start(self, headings: Sequence[str]) -> bytes:
        """Return the mark and the headings."""
        return codecs.BOM_UTF8 + self.rows([headings])

    def rows(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Return these rows."""
        self._writer.writerows([guard(cell) for cell in row] for row in rows)
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text.encode()


class CustomerWriter:
    """Writes customers under the template's headings, with columns for so many contacts; more of them get rows of their own.

    `today` is the day on which numbers without a century are read.
    """

    def __init__(self, contacts: int, today: date) -> None:
        self._contacts = max(contacts, 1)
        self._keys = template_keys(self._contacts)
        self._today = today
        self._csv = CsvWriter()

    def start(self) -> bytes:
        """Return the mark and the headings, in the user's language."""
        return self._csv.start([heading(key) for key in self._keys])

    def customers(self, customers: Iterable[Customer]) -> bytes:
        """Return the rows of these customers."""
        return self._csv.rows(row for customer in customers for row in self._rows(customer))

    def _rows(self, customer: Customer) -> Iterator[list[str]]:
        at_home = rules.home_of(customer, self._today).country == "SE"
        cells = [_cell(customer, field.key) for field in CUSTOMER_FIELDS]
        for start in range(0, max(len(customer.contacts), 1), self._contacts):
            some = customer.contacts[start : start + self._contacts]
            people = [cell for contact in some for cell in _contact(contact, at_home=at_home)]
            yield cells + people + [""] * (len(self._keys) - len(cells) - len(people))
            # Another row of the same customer: its number and name, and one more contact.
            cells = cells[:2] + [""] * (len(cells) - 2)


def _cell(customer: Customer, key: str) -> str:
    first, _dot, part = key.partition(".")
    value = getattr(customer, first)
    if part:
        value = getattr(value, part) if value is not None else ""
        if part == "postcode" and value:
            return format_postcode(value, getattr(customer, first).country).replace(_SPACE, " ")
        return str(value)
    if key in _FORMATS:
        return _FORMATS[key](value) if isinstance(value, str) else ""
    kind = kind_of(key)
    if kind is not None and kind != "text":
        return choice_text(kind, value)
    return value if isinstance(value, str) else ""


_FORMATS: dict[str, Callable[[str], str]] = {"org_no": format_org_no, "tax_brf_org_no": format_org_no}


def _contact(contact: Contact, *, at_home: bool) -> list[str]:
    cells = []
    for field in CONTACT_FIELDS:
        value = getattr(contact, field.key)
        if field.key in ("phone", "mobile"):
            cells.append(phone_text(value) if at_home else value)
        else:
            cells.append(value if isinstance(value, str) else choice_text("yes_no", value))
    return cells


def phone_text(value: str) -> str:
    """Return a Swedish number as it is written: a spreadsheet takes "+46…" for a formula, and 070… for a number."""
    if not value.startswith("+46"):
        return value
    written = format_phone(value).replace(_SPACE, " ")
    try:
        return written if parse_phone(written) == value else value
    except BadValue:
        return value
