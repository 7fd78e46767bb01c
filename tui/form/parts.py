"""Contacts and buyers in the form: added, taken away, put back, moved."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.screens.form import FormScreen


class FormParts:
    """What one form screen does with contacts and buyers."""

    def __init__(self, page: FormScreen) -> None:
        self.page = page

    def add(self, what: str) -> Coroutine[Any, Any, None] | None:
        """Add a "contact" or a "buyer": at once where an id is left, so that the next letter goes into its name."""
        part = self.page.kundkort.ids.take_now()
        if part is None:
            return self._add_later(what)
        self._added(what, part)
        return None

    async def _add_later(self, what: str) -> None:
        self._added(what, await self.page.take_id())

    def _added(self, what: str, part: int) -> None:
        page = self.page
        if page.model is None:
            return
        if what == "contact":
            page.model.add_contact(part)
            page.view.focus_slot(f"contacts.{part}.name")
        else:
            page.model.add_buyer(part)
            page.view.focus_slot(f"buyers.{part}.personal_no")
        page.refresh_form()

    def remove(self) -> None:
        """Take the contact or buyer at the focus away, or put it back."""
        page, part = self.page, self.page.view.state.part
        if page.model is None or not part:
            return
        if part in page.model.removed:
            page.model.put_back(part)
        else:
            page.model.remove(part)
        page.view.state.opened.parts.discard(part)
        there = part in page.model.contacts or part in page.model.buyers
        page.view.focus_slot(f"fold:{part}" if there else "add:contact")
        self._changed()

    def move(self, by: int) -> None:
        """Move the contact at the focus up (-1) or down (1)."""
        page, part = self.page, self.page.view.state.part
        if page.model is not None and part in page.model.contacts:
            page.model.move(part, by)
            page.view.reload()
            self._changed()

    def _changed(self) -> None:
        if self.page.keeper is not None:
            self.page.keeper.changed()
        self.page.refresh_form()
