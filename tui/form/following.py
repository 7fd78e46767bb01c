"""A form follows what others save of its customer: it takes it in, says so, and moves nothing that is typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.customers.api import get_customer
from core.customers.views import Customer
from core.errors import NotFound
from core.text import N_, _
from tui.form.conflict_lines import label_of
from tui.form.model import EditModel
from tui.form.plan import plan, slots_of
from tui.form.taking_in import TakenIn, Theirs, take_in

if TYPE_CHECKING:
    from core.records.views import Changes
    from tui.screens.form import FormScreen

DELETED = N_("The customer has been deleted meanwhile: what you typed stands here")
LOST = N_("You may not see this customer any more: what you typed stands here")
SEVERAL = 3
"""So many fields are named at the most."""


class Follower:
    """Follows one form screen; `seen` is the newest card it knows of."""

    def __init__(self, page: FormScreen) -> None:
        self.page = page
        self.seen = 0
        self._waiting: Customer | None = None
        self._told: tuple[str, ...] = ()

    async def follow(self, changes: Changes) -> None:
        """Take in what changed of the customer."""
        page, model = self.page, self.page.model
        if model is None or model.new or page.customer_id is None:
            return
        if page.customer_id in changes.lost:
            page.say(_(LOST), level="warning")
        elif changes.everything or page.customer_id in changes.customers:
            try:
                card = await page.kundkort.ask(get_customer, page.customer_id)
            except NotFound:
                page.say(_(LOST if changes.everything else DELETED), level="warning")
                return
            self.take(card)

    def merged(self, card: Customer) -> None:
        """Learn that the form was merged with a card, all of it, by whoever asked for that."""
        self.seen, self._waiting, self._told = max(self.seen, card.seq), None, ()
        self.page.view.show_theirs({})

    def take(self, card: Customer) -> None:
        """Take in a card as it now stands, as far as that goes; the rest when the focus has moved on."""
        model = self.page.model
        if model is None or card.seq <= max(self.seen, model.seq):
            return
        self.seen = card.seq
        self._waiting = card
        self.go_on()

    def go_on(self) -> None:
        """Take in what had to wait, where it need not any more."""
        page, model, card = self.page, self.page.model, self._waiting
        # While it is not known whether the form was saved it is sent as it is, or looked up.
        if model is None or card is None or page.saver.saving or model.operation_id:
            return
        taken = take_in(model, card, page.view.state.slot, self._fits)
        if not taken.waits:
            self._waiting = None
        page.view.take_in(_still(page.view.theirs, taken) | taken.notes)
        if model.dirty and taken.adopted and page.keeper is not None:
            page.keeper.changed()
        page.refresh_form()
        self._tell(card, taken)

    def _fits(self, model: EditModel) -> bool:
        state = self.page.view.state
        return any(slot.key == state.slot for slot in slots_of(plan(model, state.opened, state.next_number)))

    def _tell(self, card: Customer, taken: TakenIn) -> None:
        """Say once who did what."""
        model, who = self.page.model, card.changed_by or _("Somebody")
        assert model is not None
        told, self._told = self._told, taken.clashing
        if set(taken.clashing) - set(told):
            fields = _named(model, taken.clashing)
            self.page.say(_("{who} has changed {fields} too: you choose when you save", who=who, fields=fields))
        elif taken.adopted:
            fields = _named(model, taken.adopted)
            self.page.say(_("{who} has just changed {fields}: it stands in the form", who=who, fields=fields))


def _named(model: EditModel, fields: tuple[str, ...]) -> str:
    names = list(dict.fromkeys(label_of(model, field) for field in fields))
    return ", ".join(names[:SEVERAL]) + (" …" if len(names) > SEVERAL else "")


def _still(before: Mapping[str, Theirs], taken: TakenIn) -> dict[str, Theirs]:
    """Return the notes that stay: a clash is one only as long as it is."""
    return {key: note for key, note in before.items() if not note.clash and key not in taken.clashing}
