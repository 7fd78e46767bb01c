"""Saving a form: sent once however often it is tried, merged with what others saved, asked about where both meant it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.customers.api import change_customer, create_customer, get_customer
from core.customers.views import Customer
from core.errors import Conflict, Invalid, KundkortError, NotFound, Reused, Unavailable
from core.operation import new_operation_id
from core.text import _, ngettext
from core.words import field_label
from tui.form.merge import Merge
from tui.form.model import EditModel
from tui.form.opening import DELETED

if TYPE_CHECKING:
    from tui.screens.form import FormScreen


class Saver:
    """Saves one form screen; `saving` while the register is asked."""

    def __init__(self, page: FormScreen) -> None:
        self.page = page
        self.saving = False
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
        try:
            await self._send(model)
        finally:
            self.saving = self.page.view.state.locked = False

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
        except Unavailable:
            # Whether it was done nobody knows: the same id is sent again.
            raise
        except KundkortError:
            model.operation_id = ""
            raise
        else:
            self.page.finish(saved, self._said(model, saved))

    async def _try(self, model: EditModel) -> Customer:
        """Send the form under its operation id, which stays the same until its content changes or an answer came."""
        if model.new and not model.id:
            model.id = await self.page.take_id()
        if not model.operation_id:
            model.operation_id = new_operation_id()
        if self.page.keeper is not None:
            self.page.keeper.changed()
            await self.page.keeper.settled()
        register = await self.page.kundkort.register_ready()
        sending = register.sending(operation_id=model.operation_id)
        try:
            with self.page.waiting():
                if model.new:
                    return await sending(create_customer, model.draft())
                return await sending(change_customer, model.id, model.change())
        except Reused:
            # An old draft's id, whose content a merge has changed since.
            model.operation_id = new_operation_id()
            again = register.sending(operation_id=model.operation_id)
            if model.new:
                return await again(create_customer, model.draft())
            return await again(change_customer, model.id, model.change())

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
        self.page.live.seen = max(self.page.live.seen, merge.now.seq)
        if not merge.choices:
            merge.apply()
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
