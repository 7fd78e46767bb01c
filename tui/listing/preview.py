"""The card beside the list, as lines of text: the same order as on the card itself, so that the eye learns it once."""

from __future__ import annotations

from core.customers.rules import contact_name
from core.customers.views import Customer
from core.settings.views import Settings
from core.text import _
from tui.card.contact_lines import contact_phone
from tui.card.lines import address_facts, badges, none, org_no_text
from tui.format import cut
from tui.lines import wrapped
from tui.names import display_name
from tui.paint import Line, Span, gap, width_of

LABEL = 11
PHONE, ROLE = 13, 28
"""Where a contact's phone and role begin."""
COMMENT_LINES = 12


def preview_lines(customer: Customer, settings: Settings, width: int) -> list[Line]:
    """Return everything that fits beside the list: name, state, addresses, number, contacts, comment."""
    name = cut(display_name(customer, settings), width - len(customer.number) - 1)
    lines: list[Line] = [
        [Span(name, bold=True), Span(f" {customer.number}", "muted")],
        badges(customer, settings, width),
        [],
    ]
    for label, values in address_facts(customer, width - LABEL, one_line=False):
        lines += _fact(label, values)
    number = _("Personal no.") if customer.type == "private" else _("Org. no.")
    lines += _fact(number, [[Span(org_no_text(customer))] if org_no_text(customer) else [none()]])
    if customer.contacts:
        lines += [[], [Span(_("Contacts"), bold=True), Span(f" {len(customer.contacts)}", "muted")]]
        for contact in customer.contacts:
            line = [Span(cut(contact_name(contact), PHONE - 1))]
            line += [gap(PHONE - width_of(line)), Span(cut(contact_phone(contact), ROLE - PHONE - 1))]
            lines.append([*line, gap(ROLE - width_of(line)), Span(cut(contact.role, width - ROLE), "muted")])
    if isinstance(customer.comment, str) and customer.comment:
        lines += [[], [Span(_("Comment"), bold=True)]]
        text = [part for line in customer.comment.split("\n") for part in wrapped(line, width)]
        lines += [[Span(part)] for part in text[:COMMENT_LINES]]
    return lines


def _fact(label: str, values: list[Line]) -> list[Line]:
    """Return the lines of a fact, the label before the first of them."""
    head = Span(cut(label, LABEL - 1), "muted")
    return [
        [head, gap(LABEL - width_of([head])), *value] if value is values[0] else [gap(LABEL), *value]
        for value in values
    ]
