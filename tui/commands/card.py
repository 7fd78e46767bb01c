"""`kundkort show`: a customer's whole card, as text in the order of the screen or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from msgspec import UNSET

from core.clock import moment
from core.customers.api import get_customer_by_number
from core.customers.rules import contact_name
from core.customers.views import ADDRESS_KINDS, SWITCHES, Address, Contact, Customer
from core.exchange.cards import card
from core.settings.api import get_settings
from core.text import _
from core.values.org_no import format_org_no
from core.values.phone import format_phone
from core.values.postcode import format_postcode
from core.words import field_label
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE

LABEL = 24
"""Width of the labels; a value's further lines begin where its first one does."""


def show(call: Call) -> int:
    """Answer with the card of a number."""
    return wait_for(_show(call))


async def _show(call: Call) -> int:
    async with call.register() as register:
        customer = await register(get_customer_by_number, call.arguments.number)
        zone = ZoneInfo((await register(get_settings)).time_zone)
    if call.answers.json:
        call.answers.value(card(customer))
    else:
        for line in lines(customer, zone):
            call.answers.line(line)
    return DONE


def lines(customer: Customer, zone: ZoneInfo) -> Iterator[str]:
    """Yield the card as lines, times in the company's `zone`: what is empty, off or not for this user is left out."""
    name = customer.name if customer.active else f"{customer.name} ({_('inactive')})"
    yield f"{customer.number}  {name}"
    for field, value in _facts(customer):
        yield from _labelled(field_label(field), value)
    yield from _labelled(_("Created"), _made(customer.created_at, customer.created_by, zone))
    yield from _labelled(_("Changed"), _made(customer.changed_at, customer.changed_by, zone))
    for kind in ADDRESS_KINDS:
        address: Address | None = getattr(customer, kind)
        if address:
            yield from _labelled(field_label(kind), "\n".join(_address_lines(address)))
    if customer.contacts:
        yield ""
        yield field_label("contacts")
        for contact in customer.contacts:
            yield from _labelled(contact_name(contact), "\n".join(_contact_lines(contact)))


def _facts(customer: Customer) -> Iterator[tuple[str, str]]:
    yield "type", _("Company") if customer.type == "company" else _("Private")
    org_no = customer.org_no_masked if customer.org_no is UNSET else format_org_no(str(customer.org_no))
    yield "personal_no" if customer.type == "private" else "org_no", org_no
    for field in ("vat_no", "e_invoice", "language", "cost_centre", "customer_order_no"):
        yield field, getattr(customer, field)
    yield "tax_property", customer.tax_property
    yield "tax_apartment_no", customer.tax_apartment_no
    yield "tax_brf_org_no", format_org_no(customer.tax_brf_org_no)
    for buyer in customer.buyers:
        yield "buyers", f"{buyer.masked}  {buyer.share / 100:g} %" if buyer.share else buyer.masked
    for switch in SWITCHES:
        yield switch, _("yes") if getattr(customer, switch) else ""
    yield "comment", "" if customer.comment is UNSET else str(customer.comment)
    yield "aliases", ", ".join(customer.aliases)


def _made(at: str, by: str, zone: ZoneInfo) -> str:
    return f"{moment(at).astimezone(zone):%Y-%m-%d %H:%M}  {by}".rstrip() if at else ""


def _labelled(label: str, value: str) -> Iterator[str]:
    if not value:
        return
    first, *rest = value.split("\n")
    yield f"{label:<{LABEL}}  {first}"
    yield from (f"{'':<{LABEL}}  {line}" for line in rest)


def _address_lines(address: Address) -> Iterator[str]:
    yield from (row for row in (address.row1, address.row2) if row)
    town = f"{format_postcode(address.postcode, address.country)} {address.city}".strip()
    yield from (part for part in (town, address.province) if part)
    if address.country != "SE":
        yield address.country


def _contact_lines(contact: Contact) -> Iterator[str]:
    phones = [format_phone(number) for number in (contact.phone, contact.mobile) if number]
    yield "  ".join(part for part in (contact.role, *phones, contact.email) if part)
    sends = [field_label(field) for field in ("send_protocol", "send_work_order") if getattr(contact, field)]
    if sends:
        yield ", ".join(sends)
