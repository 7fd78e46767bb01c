"""How a form begins: empty, from a card, or from a draft that is laid on the card as it now stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.customers.api import customer_choices, get_customer
from core.customers.views import Customer, CustomerValues
from core.errors import KundkortError, NotFound, Unavailable
from core.rights import Right
from core.settings.views import Settings
from core.text import _
from tui.form.content import restore
from tui.form.following import DELETED
from tui.form.merge import Merge
from tui.form.model import EditModel

if TYPE_CHECKING:
    from tui.screens.form import FormScreen


async def open_form(page: FormScreen) -> None:
    """Read what is needed, and show the form; a card that was read before is edited at once while it is checked."""
    try:
        await _open(page)
    except KundkortError as error:
        if page.model is not None:
            raise
        # There is nothing to type into: the page below says why.
        page.dismiss(None)
        page.kundkort.call_later(page.kundkort.tell, error)


async def _open(page: FormScreen) -> None:
    known = page.kundkort.remembered(get_customer, page.customer_id) if page.customer_id is not None else None
    if known is not None and page.draft is None:
        page.use(_editing(page, known))
        page.start(_check(page, known), group="check", exclusive=True, beside=True)
    else:
        model = await _model(page)
        if model is None:
            return
        page.use(model)
        if page.draft is not None:
            await _merge_draft(page, model)
    page.start(page.kundkort.ids.fill(page.ask_ids), group="ids", beside=True)


async def _check(page: FormScreen, known: Customer) -> None:
    """Read the card that is being edited anew: nothing typed yet, the form begins with it; else it is told."""
    await page.live.remember()
    card = await _card(page, known.id)
    model = page.model
    if model is None or page.saver.saving or (card is not None and card.seq == known.seq):
        return
    if card is None:
        page.say(_(DELETED), level="warning")
    elif model.dirty:
        page.follower.take(card)
    else:
        model.load(card)
        page.view.reload()
        page.refresh_form()


def _editing(page: FormScreen, card: Customer) -> EditModel:
    me, settings = page.kundkort.me, page.kundkort.settings or Settings()
    may_number = me is None or me.may(Right.ADMINISTRATOR)
    today = page.kundkort.today
    return EditModel(card, settings=settings, today=today, customer_id=card.id, may_number=may_number)


async def _model(page: FormScreen) -> EditModel | None:
    settings, today = page.kundkort.settings or Settings(), page.kundkort.today
    if page.customer_id is None:
        await _learn_next_number(page, settings)
    elif page.draft is None:
        await page.live.remember()
    if page.draft is not None:
        me = page.kundkort.me
        may_number = page.customer_id is None or me is None or me.may(Right.ADMINISTRATOR)
        return restore(page.draft.draft.content, settings=settings, today=today, may_number=may_number)
    if page.customer_id is None:
        model = EditModel(CustomerValues(), settings=settings, today=today)
        if page.given_name:
            model.set("name", page.given_name)
        return model
    card = await _card(page, page.customer_id)
    if card is None:
        page.say(_("The customer has been deleted: Esc leads back"), level="warning")
        return None
    return _editing(page, card)


async def _learn_next_number(page: FormScreen, settings: Settings) -> None:
    """Ask which number comes next; without a connection the form does without: the register gives it when it saves."""
    try:
        choices = await page.ask(customer_choices)
    except Unavailable:
        return
    page.view.state.next_number = choices.next_number if settings.number_automatic else ""


async def _card(page: FormScreen, customer_id: int) -> Customer | None:
    try:
        return await page.ask(get_customer, customer_id)
    except NotFound:
        return None


async def _merge_draft(page: FormScreen, model: EditModel) -> None:
    """Lay an old draft on the card as it now stands; what others changed meanwhile merges, or is asked about."""
    page.shown_faults.visited.update(model.typed)
    page.refresh_form()
    if not model.new:
        await page.live.remember()
    now = await _card(page, model.id) if model.id else None
    if now is None:
        if not model.new:
            page.say(_(DELETED), level="warning")
        return
    if model.new:
        page.finish(now, _("The draft had been saved before the program ended"))
        return
    merge = Merge(model, now)
    if merge.choices:
        page.saver.resolve(merge, save_after=False)
        return
    merge.apply()
    page.view.reload()
    page.refresh_form()
    if not model.dirty:
        page.finish(now, _("The draft had been saved before the program ended"))
