"""What can be done with a card besides editing: inactivate, delete, show a personal number, go to the next one."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.customers.api import change_customer, delete_customer, get_customer, unmask_customer
from core.customers.views import Contact, Customer, CustomerChange
from core.edits import Edit
from core.errors import Conflict, Invalid, NotFound
from core.rights import Right
from core.text import _
from core.values.personal_no import format_personal_no
from core.words import fault_sentence
from tui.recent import Step, note_opened, recent_of
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.screens.card import CardScreen


class Actions:
    """The actions of one card screen."""

    def __init__(self, page: CardScreen) -> None:
        self.page = page
        self._going = 1
        self._noted = 0

    def contact(self, customer: Customer) -> Contact | None:
        """Return the contact at the cursor, else the first."""
        ref = self.page.cursor()
        found = [contact for contact in customer.contacts if contact.id == ref]
        return next(iter(found or customer.contacts), None)

    async def step(self, *, next_one: bool) -> None:
        """Show the next or the previous card of the selection, from its beginning."""
        page = self.page
        assert page.neighbours is not None
        find = page.neighbours.next if next_one else page.neighbours.previous
        other = await find(page.customer_id)
        if other is None:
            page.say(_("This is the last card of the selection") if next_one else _("This is the first card"))
            return
        self._going = 1 if next_one else -1
        recent_of(page.kundkort).trail.replaced(Step(other, page.neighbours))
        await self._show(other)

    async def show_step(self, step: Step) -> None:
        """Show another card that was opened before, among its own neighbours."""
        self.page.neighbours = step.neighbours
        await self._show(step.customer)
        self.opened()

    async def _show(self, customer_id: int) -> None:
        page = self.page
        page.customer_id = customer_id
        page.history_part.begin_anew()
        await page.load()
        view = page.view()
        if view is not None and page.customer_id == customer_id:
            view.scroll_home()

    def opened(self) -> None:
        """Remember that this card was opened; of those one only passes, going through a selection, the last."""
        page = self.page
        self._noted = page.customer_id
        recent_of(page.kundkort).trail.opened(Step(page.customer_id, page.neighbours))
        note_opened(page.kundkort, page.customer_id)

    def left(self) -> None:
        """Remember the card that one stayed at when the page is left, or something is opened on top of it."""
        if self.page.customer_id != self._noted:
            self._noted = self.page.customer_id
            note_opened(self.page.kundkort, self._noted)

    def prefetch(self) -> None:
        """Read the card that comes next the way one goes, where the register is far away: it then shows at once."""
        page = self.page
        if page.neighbours is not None and page.kundkort.connection.remote:
            other = page.neighbours.beside(page.customer_id, self._going)
            if other is not None and page.kundkort.remembered(get_customer, other) is None:
                page.start(self._read(other), group="ahead", exclusive=True, beside=True)

    async def _read(self, customer_id: int) -> None:
        with contextlib.suppress(NotFound):
            await self.page.kundkort.ask(get_customer, customer_id)

    # -- the rarer actions -----------------------------------------------------------------------------------------

    async def choose(self) -> None:
        """Ask which action, and do it; one that cannot be done says why."""
        customer = self.page.customer
        if customer is None:
            return
        answers = [Answer("active", _("i inactivate") if customer.active else _("i activate"))]
        if customer.org_no_masked or customer.vat_no_masked or customer.e_invoice_masked or customer.buyers:
            answers.append(
                Answer("unmask", _("h hide personal no.") if self.page.unmasked else _("s show personal no."))
            )
        answers.append(Answer("delete", _("d delete")))
        chosen = await self.page.question(
            Question(_("What to do with {name}?", name=self.page.title_of()), answers, escape=_("cancel"))
        )
        if chosen == "active":
            await self.turn(active=not customer.active)
        elif chosen == "unmask":
            await self.unmask()
        elif chosen == "delete":
            await self.delete()

    def _refused(self, right: Right, name: str) -> bool:
        if self.page.may(right):
            return False
        self.page.say(_("You lack the right {right}: ask an administrator", right=name), level="warning")
        return True

    async def turn(self, *, active: bool) -> None:
        """Inactivate the customer, or activate it again; `u` takes it back."""
        customer = self.page.customer
        if customer is None or self._refused(Right.CUSTOMER_EDIT, _("Edit customers")):
            return
        change = CustomerChange(active=Edit(now=active, was=customer.active))
        try:
            saved = await self.page.ask(change_customer, customer.id, change)
        except (Conflict, Invalid) as error:
            self.page.kundkort.tell(error, self.page)
            return
        self.page.show_customer(saved)
        said = _("Active again · u undoes") if active else _("Inactivated: not offered for new orders · u undoes")
        self.page.say(said, "tick", "success")

    async def unmask(self) -> None:
        """Show the personal numbers in full after saying that it is noted; once more hides them again."""
        customer = self.page.customer
        if customer is None or self._refused(Right.CUSTOMER_UNMASK, _("Show personal numbers")):
            return
        if self.page.unmasked:
            self.page.unmasked = {}
        else:
            question = Question(
                _("Show the personal numbers of {name}?", name=self.page.title_of()),
                [Answer("show", _("s show"))],
                escape=_("cancel"),
                consequence=_("It is noted that you have seen them."),
            )
            if await self.page.question(question) != "show":
                return
            self.page.unmasked = await self.page.ask(unmask_customer, customer.id)
            self.page.say(_("Shown until you leave the card; noted in the activity"))
        self.page.refresh_tabs()

    def with_numbers(self, customer: Customer) -> Customer:
        """Return a card as it is shown: with the personal numbers in full that were asked for."""
        numbers = self.page.unmasked
        if not numbers:
            return customer
        today = self.page.kundkort.today
        buyers = tuple(
            replace(buyer, masked=format_personal_no(numbers[f"buyers.{buyer.id}"], today))
            if f"buyers.{buyer.id}" in numbers
            else buyer
            for buyer in customer.buyers
        )
        own = {f"{name}_masked": numbers[name] for name in ("vat_no", "e_invoice") if name in numbers}
        if "org_no" in numbers:
            own["org_no_masked"] = format_personal_no(numbers["org_no"], today)
        return replace(customer, buyers=buyers, **own)

    async def delete(self) -> None:
        """Delete the customer after a question; where something hangs on it, say what, and offer to inactivate."""
        customer = self.page.customer
        if customer is None or self._refused(Right.CUSTOMER_DELETE, _("Delete customers")):
            return
        question = Question(
            _("Delete {name} {number}?", name=customer.name, number=customer.number),
            [Answer("delete", _("d delete"))],
            escape=_("keep it"),
            consequence=_("Contacts and history go with it. The number is not given again."),
        )
        if await self.page.question(question) != "delete":
            return
        try:
            await self.page.ask(delete_customer, customer.id)
        except Invalid as error:
            await self._offer_to_inactivate(customer, error)
            return
        self.page.dismiss(None)
        self.page.kundkort.call_later(self._say_deleted, customer)

    def _say_deleted(self, customer: Customer) -> None:
        self.page.kundkort.page.say(_("{name} is deleted · u undoes", name=customer.name), "tick", "success")

    async def _offer_to_inactivate(self, customer: Customer, error: Invalid) -> None:
        reasons = " ".join(fault_sentence(fault) for fault in error.faults)
        answers = [Answer("inactivate", _("i inactivate"))] if customer.active else []
        chosen = await self.page.question(
            Question(
                _("{name} cannot be deleted", name=customer.name), answers, escape=_("keep it"), consequence=reasons
            )
        )
        if chosen == "inactivate":
            await self.turn(active=False)
