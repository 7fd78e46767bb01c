"""How a form begins: empty, from a card, or from a draft that is laid on the card as it now stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.customers.api import customer_choices, get_customer
from core.customers.views import Customer, CustomerValues
from core.errors import NotFound
from core.rights import Right
from core.settings.views import Settings
from core.text import N_, _
from tui.form.content import restore
from tui.form.merge import Merge
from tui.form.model import EditModel

if TYPE_CHECKING:
    from tui.screens.form import FormScreen

DELETED = N_("The customer has been deleted meanwhile: what you typed stands here")


async def open_form(page: FormScreen) -> None:
    """Read what is needed, and show the form."""
    await page.live.remember()
    settings = page.kundkort.settings or Settings()
    if page.customer_id is None:
        choices = await page.ask(customer_choices)
        page.view.state.next_number = choices.next_number if settings.number_automatic else ""
    model = await _model(page, settings)
    if model is None:
        return
    page.use(model)
    page.start(page.kundkort.ids.fill(page.ask_ids), group="ids")
    if page.draft is not None:
        await _merge_draft(page, model)


async def _model(page: FormScreen, settings: Settings) -> EditModel | None:
    me, today = page.kundkort.me, page.kundkort.today
    may_number = page.customer_id is None or me is None or me.may(Right.ADMINISTRATOR)
    if page.draft is not None:
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
    return EditModel(card, settings=settings, today=today, customer_id=card.id, may_number=may_number)


async def tell_changed(page: FormScreen, customer_id: int) -> None:
    """Say who has just saved the card that is being edited, or that it has been deleted."""
    card = await _card(page, customer_id)
    if card is None:
        page.say(_(DELETED), level="warning")
    else:
        page.say(_("{who} has just saved this card: it is merged when you save", who=card.changed_by))


async def _card(page: FormScreen, customer_id: int) -> Customer | None:
    try:
        return await page.ask(get_customer, customer_id)
    except NotFound:
        return None


async def _merge_draft(page: FormScreen, model: EditModel) -> None:
    """Lay an old draft on the card as it now stands; what others changed meanwhile merges, or is asked about."""
    page.shown_faults.visited.update(model.typed)
    page.refresh_form()
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
