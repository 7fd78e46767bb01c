"""What `y` copies, from the card and from the list: one value, or the whole card as text, by a letter each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from core.customers.api import get_customer
from core.customers.rules import contact_name
from core.customers.views import Contact, Customer, CustomerRow
from core.errors import NotFound
from core.text import _, ngettext
from core.values.org_no import format_org_no
from core.values.phone import format_phone
from tui.card.card_text import address_text, card_text
from tui.card.contact_lines import contact_phone
from tui.card.lines import org_no_text
from tui.clipboard import plain
from tui.names import genitive
from tui.signs import SIGNS
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.screens.base import Page
    from tui.screens.card import CardScreen

ADDRESS, CARD = "address", "card"


class Copies(NamedTuple):
    """What can be copied, by what it is, "" where there is none of it; address and card may not be read yet."""

    phone: str
    email: str
    number: str
    name: str
    org_no: str
    address: str | None
    card: str | None

    def answers(self) -> list[Answer]:
        """Return what can be answered: what there is, and what only reading the card will tell."""
        words = {
            "phone": _("p phone"),
            "email": _("e e-mail"),
            "number": _("n customer no."),
            "name": _("m name"),
            "org_no": _("o org. no."),
            ADDRESS: _("a address"),
            CARD: _("c the whole card"),
        }
        return [Answer(name, text) for name, text in words.items() if getattr(self, name) != ""]


def copies_of_card(customer: Customer, contact: Contact | None) -> Copies:
    """Return what can be copied of a card as it is shown; the phone and the e-mail are the contact's."""
    address = customer.visiting or customer.invoice or customer.postal
    number = org_no_text(customer)
    return Copies(
        phone=plain(contact_phone(contact)) if contact else "",
        email=contact.email if contact else "",
        number=customer.number,
        name=customer.name,
        org_no="" if _masked(number) else number,
        address=address_text(address) if address else "",
        card=card_text(customer),
    )


def copies_of_row(row: CustomerRow) -> Copies:
    """Return what can be copied of a line of the list, whose phone and e-mail are the first contact's."""
    org_no = "" if _masked(row.org_no) else format_org_no(row.org_no)
    return Copies(plain(format_phone(row.phone)), row.email, row.number, row.name, org_no, None, None)


def _masked(number: str) -> bool:
    return SIGNS["hidden"].drawn in number


async def copy_from_card(page: CardScreen, contact: Contact | None) -> None:
    """Ask what of the card is to be copied, and copy it."""
    customer = page.shown()
    if customer is None:
        return
    whose = genitive(contact_name(contact)) if contact else ""
    words = _("Phone and e-mail are {whose}", whose=whose) if contact else ""
    copies = copies_of_card(customer, contact)
    _copy(page, await _choose(page, _("Copy what?"), copies.answers(), words), copies)


async def copy_from_row(page: Page[Any], row: CustomerRow) -> None:
    """Ask what of the customer at the cursor is to be copied, and copy it; the card is read where it takes that."""
    copies = copies_of_row(row)
    answers = copies.answers()
    chosen = await _choose(
        page, _("Copy what of {name}?", name=row.name), answers, f"Enter: {getattr(copies, answers[0].value)}"
    )
    if chosen in (ADDRESS, CARD):
        try:
            customer = await page.ask(get_customer, row.id)
        except NotFound as error:
            page.kundkort.tell(error, page)
            return
        copies = copies_of_card(customer, next(iter(customer.contacts), None))
    _copy(page, chosen, copies)


async def _choose(page: Page[Any], text: str, answers: Sequence[Answer], consequence: str) -> str | None:
    """Ask; Enter takes the first, too."""
    question = Question(text, answers, escape=_("nothing"), consequence=consequence, enter=answers[0].value)
    return await page.question(question)


def _copy(page: Page[Any], chosen: str | None, copies: Copies) -> None:
    if chosen is None:
        return
    text: str = getattr(copies, chosen)
    if not text:
        page.say(_("There is no address on the card"), level="warning")
        return
    said = ""
    if chosen == CARD:
        lines = text.count("\n")
        said = ngettext("the whole card, {n} line", "the whole card, {n} lines", lines)
    page.kundkort.copy(text, page, said)
