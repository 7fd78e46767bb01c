"""Saving a form: sent once however often it is tried, merged with what others saved, asked about where both meant it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.customers.api import change_customer, create_customer, get_customer
from core.customers.views import Customer, CustomerValues
from core.errors import Conflict, Invalid, KundkortError, NotFound, Reused, Unavailable
from core.operation import new_operation_id
from core.text import _, ngettext
from core.words import field_label
from tui.form.fields import explode
from tui.form.following import DELETED
from tui.form.merge import Merge
from tui.form.model import EditModel
from tui.screens.working import LATER

if TYPE_CHECKING:
    from tui.screens.form import FormScreen


class Saver:
    """Saves one form screen; `saving` while the register is asked.

    A save whose answer did not come may have been done: unchanged it is sent again under the same operation id, which
    does it once; changed it is first looked up.
    """

    def __init__(self, page: FormScreen) -> None:
        self.page = page
        self.saving = False
        self._sending: asyncio.Task[None] | None = None
        self._since = 0.0
        self._unsure: CustomerValues | None = None
        self._last: Merge | None = None

    async def save(self) -> None:
        """Save, and close the form; with faults, go to the first of them instead."""
        model = self.page.model
        if model is None or self.saving:
            return
        if any(fault.level == "fault" for fault in model.faults):
            self.page.shown_faults.tried = True
            self.page.refresh_form()
            self.page.action_next_fault()
            return
        if not model.dirty:
            self.page.say(_("Nothing is changed: Esc closes the form"))
            return
        self.saving = self.page.view.state.locked = True
        loop = asyncio.get_running_loop()
        self._since, sending = loop.time(), loop.create_task(self._send(model))
        self._sending = sending
        try:
            await asyncio.wait([sending])
            if sending.cancelled():
                self._stopped()
            else:
                sending.result()
        finally:
            sending.cancel()
            self.saving = self.page.view.state.locked = False

    def stop_waiting(self) -> None:
        """Go back to writing, where the register has not answered for long; what it is sent may still be done."""
        if self._sending is not None and asyncio.get_running_loop().time() - self._since >= LATER:
            self._sending.cancel()

    def _stopped(self) -> None:
        words = _("Saved or not is not known; your text is kept: Ctrl+S saves it once only")
        self.page.say(words, level="warning")

    async def _send(self, model: EditModel) -> None:
        try:
            saved = await self._try(model)
        except Invalid as error:
            model.operation_id = ""
            self.page.shown_faults.refused(error.faults)
            self.page.refresh_form()
            self.page.action_next_fault()
        except Conflict as error:
            model.operation_id = ""
            now = error.now or await self.page.ask(get_customer, model.id)
            self.resolve(Merge(model, now, error.clashes), save_after=True)
        except NotFound:
            model.operation_id = ""
            self.page.say(_(DELETED), level="warning")
        except Unavailable as error:
            # Whether it was done nobody knows: the same id is sent again.
            if error.params["reason"] != "lost":
                raise
            self.page.kundkort.told(error)
            words = _("No connection: your text is kept. Ctrl+S saves it when that is back")
            self.page.say(words, level="warning")
        except KundkortError:
            model.operation_id = ""
            raise
        else:
            self.page.finish(saved, self._said(model, saved))

    async def _try(self, model: EditModel) -> Customer:
        """Send the form under its operation id, which stays the same until its content changes or an answer came."""
        waiting = _("Saving …")
        with self.page.waiting(waiting, later=f"{waiting} {_('Esc goes back to writing')}"):
            if model.new and not model.id:
                model.id = await self.page.take_id()
            if not model.operation_id:
                await self._look_up(model)
                model.operation_id = new_operation_id()
            if self.page.keeper is not None:
                self.page.keeper.changed()
                await self.page.keeper.settled()
            try:
                return await self._once(model)
            except Reused:
                # An old draft's id, whose content a merge has changed since.
                model.operation_id = new_operation_id()
                return await self._once(model)

    async def _once(self, model: EditModel) -> Customer:
        app = self.page.kundkort
        sending = (await app.register_ready()).sending(operation_id=model.operation_id)
        self._unsure, unsure = None, model.values
        try:
            if model.new:
                return await app.signed_in(lambda: sending(create_customer, model.draft()))
            return await app.signed_in(lambda: sending(change_customer, model.id, model.change()))
        except (Unavailable, asyncio.CancelledError):
            self._unsure = unsure
            raise

    async def _look_up(self, model: EditModel) -> None:
        """Take over what an earlier save without an answer did, if it did: what was typed since is then a change of it."""
        if self._unsure is None:
            return
        try:
            now = await self.page.kundkort.ask(get_customer, model.id)
        except NotFound:
            return
        if model.new or explode(now) == explode(self._unsure):
            model.load(now)
        self._unsure = None

    def _said(self, model: EditModel, saved: Customer) -> str:
        """Return what is said after saving; what others had changed meanwhile is named."""
        if model.new:
            return _("{name} is added as {number} · u undoes", name=saved.name, number=saved.number)
        theirs = [merged.field for merged in Merge(model, saved).merged if merged.whose == "theirs"]
        if not theirs:
            return _("Saved · u undoes")
        names = ", ".join(dict.fromkeys(field_label(field) for field in theirs[:3]))
        return _("Saved, together with what others changed: {fields} · u undoes", fields=names)

    def resolve(self, merge: Merge, *, save_after: bool) -> None:
        """Take what merges by itself; where both changed the same, ask. `save_after`: then save at once."""
        if not merge.choices:
            merge.apply()
            self.page.follower.merged(merge.now)
            self.page.refresh_form()
            if save_after:
                self.page.start(self.save(), group="save")
            return
        from tui.screens.conflict import ConflictScreen

        if self._last is not None:
            merge.take_over(self._last)
        self._last = merge

        def done(chosen: bool | None) -> None:
            self.page.view.reload()
            if chosen:
                merge.apply()
                self.page.follower.merged(merge.now)
                self.page.view.reload()
                self.page.start(self.save(), group="save")
            else:
                left = len(merge.left)
                self.page.say(
                    ngettext(
                        "{n} field is still to be chosen: Ctrl+S asks again",
                        "{n} fields are still to be chosen: Ctrl+S asks again",
                        left,
                    )
                    if left
                    else _("Nothing is saved yet: Ctrl+S asks again"),
                    level="warning",
                )

        self.page.app.push_screen(ConflictScreen(merge), done)
