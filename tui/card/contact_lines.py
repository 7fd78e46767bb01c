"""Contacts as lines of text: a table for every width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from core.customers.rules import contact_name
from core.customers.views import Contact
from core.text import _
from core.values.phone import format_phone
from tui.format import cut
from tui.lines import GUTTER, WIDE, WIDER, Row
from tui.paint import Span, gap, width_of
from tui.signs import sign

SHORTEST_NAME, LONGEST_NAME = 12, 20
LONGEST_ROLE = 11
GETS = 13


def gets(contact: Contact) -> str:
    """Return what a contact is sent: "protokoll, order"; "" for nothing."""
    words = [_("protocol")] if contact.send_protocol else []
    return ", ".join([*words, *([_("order")] if contact.send_work_order else [])])


def contact_phone(contact: Contact) -> str:
    """Return the phone that is shown of a contact: the phone, else the mobile."""
    return format_phone(contact.phone or contact.mobile)


def contact_columns(contacts: Sequence[Contact], width: int) -> tuple[int, ...]:
    """Return where the columns of contacts begin, from the gutter's end: name, role, phone, e-mail, what they get.

    Under 120 cells long names take what short roles leave, and then some of the e-mail's room.
    """
    if width >= WIDER:
        return (0, 24, 44, 62, 110)
    if width >= WIDE:
        return (0, 18, 35, 53, 85)
    if width < 80:
        return (0, 16, 16, 31)
    name = min(max((cell_len(contact_name(contact)) for contact in contacts), default=0), LONGEST_NAME)
    role = min(max((cell_len(contact.role) for contact in contacts), default=0), LONGEST_ROLE)
    role_at = max(name, SHORTEST_NAME) + 2
    phone_at = max(role_at + role + 2, 27)
    return (0, role_at, phone_at, phone_at + 15, width - GUTTER - 2 - GETS)


def contact_rows(contacts: Sequence[Contact], width: int) -> list[Row]:
    """Return the contacts as a table whose bold head is the first column's; each row refers to its contact."""
    starts, right = contact_columns(contacts, width), width - GUTTER - 2
    head = [Span(_("Contacts"), bold=True), Span(f" {len(contacts)}", "muted")]
    wide = width >= WIDE
    heads = ["", _("Role"), _("Phone"), _("E-mail"), _("Gets")] if wide else ["", "", "", "", _("Gets")]
    for start, text in zip(starts[1:], heads[1 : len(starts)], strict=True):
        if text:
            head = [*head, gap(start - width_of(head)), Span(text, "muted")]
    rows = [Row(head)]
    for contact in contacts:
        cells = [
            Span(contact_name(contact)),
            Span(contact.role, "muted"),
            Span(contact_phone(contact) or sign("none"), "text" if contact_phone(contact) else "muted"),
            Span(contact.email or sign("none"), "text" if contact.email else "muted"),
            Span(gets(contact) or sign("none"), "muted"),
        ]
        rows.append(Row(_cells(cells, starts, right), ref=contact.id, bold=1))
    if not contacts:
        rows.append(Row([Span(_("none yet"), "muted")]))
    return rows


def _cells(cells: Sequence[Span], starts: Sequence[int], right: int) -> list[Span]:
    """Return cells in their columns, each cut before the next; a column of no width is left out."""
    line: list[Span] = []
    for index, start in enumerate(starts):
        end = starts[index + 1] - 1 if index + 1 < len(starts) else right
        if end - start > 0:
            line += [gap(start - width_of(line)), cells[index]._replace(text=cut(cells[index].text, end - start))]
    return line


def detail_rows(contacts: Sequence[Contact], width: int) -> list[Row]:
    """Return every contact with all it has: in one line from 120 cells, else in two; rows refer to the contact."""
    head = [Span(_("Contacts"), bold=True), Span(f" {len(contacts)}", "muted")]
    if not contacts:
        return [
            Row(head),
            Row([Span(_("none yet"), "muted"), Span("   e", "accent"), Span(" " + _("adds one"), "muted")]),
        ]
    if width < WIDE:
        rows = [Row(head)]
        for contact in contacts:
            rows += [Row(line, ref=contact.id, bold=1) for line in _two_lines(contact, width)]
            rows.append(Row())
        return rows[:-1]
    starts = (0, 22, 38, 54, 70, 98) if width < WIDER else (0, 30, 54, 72, 90, 132)
    for start, text in zip(starts[1:], (_("Role"), _("Phone"), _("Mobile"), _("E-mail"), _("Gets")), strict=True):
        head = [*head, gap(start - width_of(head)), Span(text, "muted")]
    rows = [Row(head)]
    for contact in contacts:
        texts = [contact.role, format_phone(contact.phone), format_phone(contact.mobile), contact.email, gets(contact)]
        cells = [
            Span(contact_name(contact)),
            *(Span(text or sign("none"), "text" if text else "muted") for text in texts),
        ]
        rows.append(Row(_cells(cells, starts, width - GUTTER - 2), ref=contact.id, bold=1))
    return rows


def _two_lines(contact: Contact, width: int) -> list[list[Span]]:
    right = width - GUTTER - 2
    first = [Span(contact_name(contact)), Span(contact.role, "muted")]
    receives = gets(contact)
    first.append(Span(_("gets {what}", what=receives) if receives else "", "muted"))
    texts = [format_phone(contact.phone), format_phone(contact.mobile), contact.email]
    second = [Span(text or sign("none"), "text" if text else "muted") for text in texts]
    role, gets_at = (26, 50) if width >= 80 else (20, 36)
    mobile, email = (16, 32) if width >= 80 else (15, 30)
    return [_cells(first, (0, role, gets_at), right), [*_cells(second, (0, mobile, email), right)]]
