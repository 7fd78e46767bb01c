"""Each field of a customer by itself: its normal form, and what is wrong with it; pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from core.customers.views import Address
from core.errors import Fault, Level, Param
from core.text import customer_languages
from core.values.bad_value import BadValue
from core.values.cleaning import LENGTHS, check_length
from core.values.e_invoice import parse_e_invoice
from core.values.email import parse_email
from core.values.org_no import bare, parse_org_no
from core.values.personal_no import parse_personal_no
from core.values.phone import parse_phone
from core.values.postcode import parse_postcode
from core.values.vat_no import parse_vat_no

APARTMENT_DIGITS = 4
HIGHEST_SHARE = 10_000
"""A whole, in hundredths of a percent."""


class Home(NamedTuple):
    """What other fields decide about one: the type, the country numbers belong to, whether it lies outside Sweden."""

    type: str
    country: str
    abroad: bool
    today: date


class Findings:
    """What is wrong, collected: `faults` in the order they were found."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, field: str, code: str, level: Level = "fault", **params: Param) -> None:
        """Note one fault."""
        self.faults.append(Fault(field, code, params, level))

    def parsed(self, field: str, parse: Callable[[str], str], text: str, level: Level = "fault") -> str:
        """Return what `parse` makes of `text`; where it raises BadValue, note that and return the text as typed."""
        text = text.strip()
        if not text:
            return ""
        try:
            return parse(text)
        except BadValue as bad:
            self.faults.append(Fault(field, bad.code, bad.params, level))
            return text

    def text(self, field: str, text: str, kind: str) -> str:
        """Return `text` trimmed, and note where it is longer than `kind` may be."""
        text = text.strip()
        high = LENGTHS[kind]
        if len(text) > high:
            self.add(field, "too_long", high=high, over=len(text) - high)
        return text


def org_no(found: Findings, field: str, text: str, home: Home) -> str:
    """Return an organisation or personal number in stored form: 10 digits, 12 digits, or any text to 20 abroad.

    A company may have a sole trader's personal number; a private person has no organisation number in Sweden.
    """
    if not text.strip():
        return ""
    try:
        return parse_identity(text, home)
    except BadValue as bad:
        if home.abroad:
            return found.text(field, text, "org_no")
        found.faults.append(Fault(field, bad.code, bad.params))
        return text.strip()


def parse_identity(text: str, home: Home) -> str:
    """Parse what stands for a customer's identity; raises BadValue of the kind of number that it looks like."""
    if home.type == "private" or _looks_personal(text):
        try:
            return parse_personal_no(text, home.today)
        except BadValue as bad:
            if home.type != "private" and bad.code == "personal_no.date":
                # Neither: the third digit is what is wrong with an organisation number that begins with no date.
                return parse_org_no(text)
            if home.type == "private" and home.abroad:
                return parse_org_no(text)
            raise
    return parse_org_no(text)


def _looks_personal(text: str) -> bool:
    digits = bare(text)
    if digits[:2].upper() == "SE":
        digits = digits[2:12]
    old = "+" in digits
    digits = digits.replace("+", "")
    if not (digits.isascii() and digits.isdigit()):
        return False
    if len(digits) == 12:
        return digits[:2] in ("18", "19", "20")
    return old or (len(digits) == 10 and digits[2] in "01")


def phone(found: Findings, field: str, text: str, home: Home) -> str:
    """Return a phone as E.164; one that cannot be parsed as typed, with a warning."""
    kept = found.parsed(field, lambda typed: parse_phone(typed, home.country), text, "warning")
    return found.text(field, kept, "phone")


def email(found: Findings, field: str, text: str, _home: Home) -> str:
    """Return an e-mail address with its domain in lower case."""
    return found.parsed(field, parse_email, text)


def address(found: Findings, field: str, value: Address | None, _home: Home) -> Address | None:
    """Return an address with its postcode in stored form; None where nothing but a country is filled in."""
    if not value:
        return None
    country = value.country.strip().upper() or "SE"
    if not (len(country) == LENGTHS["country"] and country.isascii() and country.isalpha()):
        found.add(f"{field}.country", "choice")
    kept = found.parsed(f"{field}.postcode", lambda typed: parse_postcode(typed, country), value.postcode, "warning")
    result = Address(
        row1=found.text(f"{field}.row1", value.row1, "address_row"),
        row2=found.text(f"{field}.row2", value.row2, "address_row"),
        postcode=found.text(f"{field}.postcode", kept, "postcode") if country == "SE" else kept,
        city=found.text(f"{field}.city", value.city, "city"),
        country=country,
        province=found.text(f"{field}.province", value.province, "province"),
    )
    return result or None


def language(found: Findings, field: str, text: str, _home: Home) -> str:
    """Return a language code whose customer catalogue is shipped, or ""."""
    code = text.strip().lower()
    if code and code not in customer_languages():
        found.add(field, "choice")
    return code


def apartment(found: Findings, field: str, text: str, _home: Home) -> str:
    """Return an apartment number; associations have their own, so what has not four digits is only warned about."""
    text = found.text(field, text, "tax_apartment_no")
    if text and not (len(text) == APARTMENT_DIGITS and text.isascii() and text.isdigit()):
        found.add(field, "tax.apartment_format", "warning")
    return text


def personal_no(found: Findings, field: str, text: str, home: Home) -> str:
    """Return a personal number as twelve digits; it must be there."""
    if not text.strip():
        found.add(field, "required")
        return ""
    return found.parsed(field, lambda typed: parse_personal_no(typed, home.today), text)


def _plain(kind: str) -> Callable[[Findings, str, str, Home], str]:
    return lambda found, field, text, _home: found.text(field, text, kind)


def _parser(parse: Callable[[str], str]) -> Callable[[Findings, str, str, Home], str]:
    return lambda found, field, text, _home: found.parsed(field, parse, text)


Check = Callable[[Findings, str, Any, Home], Any]

CUSTOMER_CHECKS: dict[str, Check] = {
    "number": lambda _found, _field, text, _home: text.strip(),
    "name": _plain("name"),
    "org_no": org_no,
    "vat_no": _parser(parse_vat_no),
    "e_invoice": _parser(parse_e_invoice),
    "language": language,
    "cost_centre": _plain("cost_centre"),
    "customer_order_no": _plain("customer_order_no"),
    "visiting": address,
    "invoice": address,
    "postal": address,
    "tax_property": _plain("tax_property"),
    "tax_apartment_no": apartment,
    "tax_brf_org_no": _parser(parse_org_no),
    "comment": _plain("comment"),
}
CONTACT_CHECKS: dict[str, Check] = {
    "name": _plain("contact_name"),
    "role": _plain("role"),
    "phone": phone,
    "mobile": phone,
    "email": email,
}
BUYER_CHECKS: dict[str, Check] = {"personal_no": personal_no}
CHECKS: dict[str, dict[str, Check]] = {
    "customer": CUSTOMER_CHECKS,
    "contact": CONTACT_CHECKS,
    "buyer": BUYER_CHECKS,
}
"""Kind of row -> field -> its check; a field without one (yes and no, choices, shares) is in normal form as it is."""


def normal(entity: str, field: str, value: Any, home: Home) -> Any:  # noqa: ANN401 - any field's value
    """Return a value in the form in which two are compared; what cannot be parsed, as it is but trimmed.

    `entity` is "customer", "contact" or "buyer".
    """
    check = CHECKS[entity].get(field)
    return value if check is None or value is UNSET else check(Findings(), field, value, home)


def checked(found: Findings, entity: str, value: msgspec.Struct, home: Home, prefix: str = "") -> dict[str, Any]:
    """Run every check of `entity` over a struct; return the fields whose normal form differs."""
    changed: dict[str, Any] = {}
    for field, check in CHECKS[entity].items():
        old = getattr(value, field)
        if old is UNSET or old == "" or old is None:
            continue
        new = check(found, prefix + field, old, home)
        if new != old:
            changed[field] = new
    return changed


def check_number(found: Findings, number: str, shortest: int, longest: int) -> None:
    """Note a customer number that is shorter or longer than the settings allow."""
    if len(number) < shortest:
        found.add("number", "number.too_short", low=shortest)
    elif len(number) > longest:
        found.add("number", "number.too_long", high=longest)
    else:
        found.parsed("number", _length_of_number, number)


def _length_of_number(number: str) -> str:
    check_length("number", number)
    return number
