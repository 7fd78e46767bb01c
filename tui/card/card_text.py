"""A whole card as plain text, to be pasted into a message: labels in the user's language, what they may see of it."""

from __future__ import annotations

from collections.abc import Iterator

from core.customers.rules import contact_name
from core.customers.views import ADDRESS_KINDS, Address, Contact, Customer
from core.text import _
from core.values.phone import format_phone
from core.words import field_label
from tui.card.lines import address_lines, org_no_text
from tui.form.fields import NO_BREAK_SPACE

UNBROKEN = 1000
"""An address is not broken, however long."""


def address_text(address: Address) -> str:
    """Return an address in one line."""
    return ", ".join(address_lines(address, UNBROKEN)).replace(NO_BREAK_SPACE, " ")


def card_text(customer: Customer) -> str:
    """Return the card as lines: the name, what is filled in of the rest, contacts, comment; with plain spaces.

    What the user may not see is left out; a personal number is as the card shows it, masked as a rule.
    """
    lines = [customer.name, *_facts(customer)]
    if customer.contacts:
        lines += ["", _("Contacts"), *(_contact(contact) for contact in customer.contacts)]
    if isinstance(customer.comment, str) and customer.comment:
        lines += ["", _("Comment"), *customer.comment.split("\n")]
    return "\n".join(lines).replace(NO_BREAK_SPACE, " ") + "\n"


def _facts(customer: Customer) -> Iterator[str]:
    state = "" if customer.active else f" ({_('inactive')})"
    yield _fact(field_label("number"), customer.number + state)
    number = _("Personal no.") if customer.type == "private" else field_label("org_no")
    vat_no = customer.vat_no_masked or (customer.vat_no if isinstance(customer.vat_no, str) else "")
    e_invoice = customer.e_invoice_masked or (customer.e_invoice if isinstance(customer.e_invoice, str) else "")
    values = [(number, org_no_text(customer)), (field_label("vat_no"), vat_no), (field_label("e_invoice"), e_invoice)]
    for kind in ADDRESS_KINDS:
        address = getattr(customer, kind)
        values.append((field_label(kind), address_text(address) if address else ""))
    values.append((field_label("aliases"), ", ".join(customer.aliases)))
    yield from (_fact(label, value) for label, value in values if value)


def _fact(label: str, value: str) -> str:
    return f"{label}: {value}"


def _contact(contact: Contact) -> str:
    parts = [contact_name(contact), contact.role, format_phone(contact.phone), format_phone(contact.mobile)]
    return ", ".join(part for part in (*parts, contact.email) if part)
