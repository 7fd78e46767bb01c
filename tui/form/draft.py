"""The draft of one form: what it holds goes to the journal within a second of each key."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from core.text import _
from tui.form.content import SavedForm, save
from tui.form.plan import title

if TYPE_CHECKING:
    from tui.form.drafts import Keeper
    from tui.screens.form import FormScreen


def keeper_of(page: FormScreen) -> Keeper | None:
    """Return what keeps the form's draft, an older one that it goes on with at once; None where none is kept."""
    journal = page.kundkort.journal
    if journal is None:
        return None
    adopted = page.draft.path if page.draft is not None else None
    keeper = journal.keeper("customer", page.customer_id, lambda: _content(page), adopted)
    keeper.on_trouble = lambda trouble: _trouble(page, trouble)
    if page.draft is not None:
        keeper.changed()
    return keeper


def _content(page: FormScreen) -> tuple[str, int, SavedForm] | None:
    model = page.model
    if model is None or not model.dirty:
        return None
    return title(model), len(model.changes()), save(model)


def _trouble(page: FormScreen, trouble: OSError) -> None:
    if trouble.errno == errno.ENOSPC:
        words = _("The disk is full, so no draft can be kept: make room, or save soon")
    else:
        words = _("No draft can be kept ({reason}): save soon; nothing is lost meanwhile", reason=trouble.strerror)
    page.say(words, level="warning")
