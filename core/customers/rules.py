"""The rules of a customer: what a whole card must fulfil, the next number, when VAT is shown; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from core.customers import fields
from core.customers.fields import Findings, Home
from core.customers.views import ADDRESS_KINDS, Buyer, Contact, CustomerValues, VatType
from core.errors import Fault
from core.settings.views import Settings
from core.text import _
from core.values.vat_no import vat_country

Values = TypeVar("Values", bound=CustomerValues)


def normalise(values: Values, settings: Settings, today: date) -> tuple[Values, tuple[Fault, ...]]:
    """Return `values` in stored form, and every fault and warning of the whole card at once.

    What breaks a rule comes back as it was typed. Takes any text; `UNSET` (what may not be seen) is let alone. The same
    struct type comes back, so a `CustomerDraft` or a `Customer` may be given. Whether a number is taken is not asked
    here. An empty number is a fault only where the next one is not given automatically.
    """
    found = Findings()
    home = home_of(values, today)
    if not values.name.strip():
        found.add("name", "required")
    changed = fields.checked(found, "customer", values, home)
    number = values.number.strip()
    if number:
        fields.check_number(found, number, settings.number_shortest, settings.number_longest)
    elif not settings.number_automatic:
        found.add("number", "required")
    contacts = tuple(_contact(found, contact, home) for contact in values.contacts)
    buyers = _buyers(found, values.buyers, home)
    if contacts != values.contacts:
        changed["contacts"] = contacts
    if buyers != values.buyers:
        changed["buyers"] = buyers
    result = msgspec.structs.replace(values, **changed) if changed else values
    _across(found, result, settings)
    return result, tuple(found.faults)


def home_of(values: CustomerValues, today: date) -> Home:
    """Return where a customer is at home.

    The country is that of the first address filled in (visiting, invoice, postal), Sweden where there is none. Outside
    Sweden is who has any address or a VAT number there: its organisation number follows rules we do not know.
    """
    countries = [
        address.country.strip().upper() or "SE" for kind in ADDRESS_KINDS if (address := getattr(values, kind))
    ]
    country = countries[0] if countries else "SE"
    vat = vat_country(values.vat_no) if isinstance(values.vat_no, str) else ""
    return Home(values.type, country, any(known != "SE" for known in (*countries, vat or "SE")), today)


def new_faults(before: CustomerValues, after: CustomerValues, settings: Settings, today: date) -> tuple[Fault, ...]:
    """Return the faults of `after` that its change brings: what was wrong before and was not touched stops nobody.

    Registers hold cards older than a setting or a rule; nobody must mend a number to change a phone.
    """
    faults = normalise(after, settings, today)[1]
    if not faults:
        return ()
    old = {(fault.field, fault.code) for fault in normalise(before, settings, today)[1]}
    return tuple(
        fault
        for fault in faults
        if (fault.field, fault.code) not in old or value_at(before, fault.field) != value_at(after, fault.field)
    )


def value_at(values: CustomerValues, field: str) -> object:
    """Return the value that a field's name leads to: "name", "invoice.postcode", "contacts.<id>.phone"; else None."""
    head, *rest = field.split(".")
    value: object = getattr(values, head, None)
    if head in ("contacts", "buyers") and rest and isinstance(value, tuple):
        value = next((part for part in value if str(part.id) == rest[0]), None)
        rest = rest[1:]
    return getattr(value, rest[0], None) if rest else value


def _contact(found: Findings, contact: Contact, home: Home) -> Contact:
    prefix = f"contacts.{contact.id}."
    changed = fields.checked(found, "contact", contact, home, prefix)
    result = msgspec.structs.replace(contact, **changed) if changed else contact
    if not (result.name or result.phone or result.mobile or result.email):
        found.add(prefix[:-1], "contact_empty")
    elif not result.email and (result.send_protocol or result.send_work_order):
        found.add(f"{prefix}email", "contact.no_email", "warning")
    return result


def _buyers(found: Findings, buyers: Sequence[Buyer], home: Home) -> tuple[Buyer, ...]:
    result: list[Buyer] = []
    seen: set[str] = set()
    for buyer in buyers:
        prefix = f"buyers.{buyer.id}"
        number = buyer.personal_no
        if isinstance(number, str):
            number = fields.personal_no(found, f"{prefix}.personal_no", number, home)
            if number and number in seen:
                found.add(f"{prefix}.personal_no", "buyers.twice")
            seen.add(number)
        if not 0 <= buyer.share <= fields.HIGHEST_SHARE:
            found.add(f"{prefix}.share", "buyers.share")
        result.append(buyer if number == buyer.personal_no else msgspec.structs.replace(buyer, personal_no=number))
    if sum(buyer.share for buyer in buyers) > fields.HIGHEST_SHARE:
        found.add("buyers", "buyers.share")
    return tuple(result)


def _across(found: Findings, values: CustomerValues, settings: Settings) -> None:
    """Note what only shows when fields are seen together (DOMAIN 3.5, S17)."""
    if values.tax_property and (values.tax_apartment_no or values.tax_brf_org_no):
        found.add("tax_property", "tax.either")
    elif values.tax_apartment_no and not values.tax_brf_org_no:
        found.add("tax_brf_org_no", "tax.brf_missing", "warning")
    elif values.tax_brf_org_no and not values.tax_apartment_no:
        found.add("tax_apartment_no", "tax.apartment_missing", "warning")
    if values.facilities_disabled and values.facility_required:
        found.add("facility_required", "switches.clash")
    if values.cost_centre_required and not settings.cost_centre:
        found.add("cost_centre_required", "switches.cost_centre", "warning")


def vat_shown(values: CustomerValues, settings: Settings) -> bool:
    """Say whether VAT is shown to a customer where an article has a rate: a rule of display, not of tax (DOMAIN S07).

    With the setting VAT type the customer's own value decides, without it a company's organisation number (also a sole
    trader's personal number; one that is masked counts as filled in). A private person always sees VAT.
    """
    if settings.vat_type:
        return values.vat_type == "normal"
    return values.type == "private" or values.org_no == ""


def vat_type_at_switch_on(customer_type: str, org_no: str) -> VatType:
    """Return the VAT type that shows what was shown without the setting (DOMAIN 5.4b)."""
    return "none" if customer_type == "company" and org_no else "normal"


def contact_name(contact: Contact) -> str:
    """Return what a contact is called: its name, or Switchboard in the user's language (DOMAIN 2)."""
    return contact.name or _("Switchboard")


def list_phone(contacts: Iterable[Contact]) -> str:
    """Return the phone that a list shows: the first contact's, else its mobile, in stored form; "" where none."""
    first = next(iter(contacts), None)
    return (first.phone or first.mobile) if first else ""


def fold_number(number: str) -> str:
    """Return the form in which customer numbers are compared: case-blind (DOMAIN S02)."""
    return unicodedata.normalize("NFC", number.strip().casefold())


def number_rank(number: str) -> str:
    """Return what orders digits-only numbers by value as text: two digits of length, then the number; else "".

    Leading zeros do not count. Ordered bytewise, the last is the highest number.
    """
    if not (number.isascii() and number.isdigit()):
        return ""
    digits = number.lstrip("0")
    return f"{len(digits):02}{digits}"


def next_number(used: Iterable[str], settings: Settings) -> str:
    """Return the number that a new customer gets: the highest ever used, plus one, padded as that one (DOMAIN S02).

    Of `used` (removed customers' and old numbers too) those count that have digits only and are not longer than the
    longest allowed. "" where the next would be longer than that.
    """
    counted = [number for number in used if len(number) <= settings.number_longest and number_rank(number)]
    highest = max(counted, key=lambda number: (number_rank(number), len(number)), default="0")
    following = str(int(highest) + 1).zfill(max(len(highest), settings.number_shortest))
    return following if len(following) <= settings.number_longest else ""
