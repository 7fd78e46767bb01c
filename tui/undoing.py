"""What `u` does: says in a line what it takes back, asks when that is old or out of sight, and takes it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.history.api import undo, undo_batch, undoable
from core.history.views import Undoable
from core.text import _, number
from core.words import field_label, operation_name
from tui.signs import sign
from tui.when import near_time, read_time
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.screens.base import Page

ASKED_FROM = timedelta(minutes=10)
MOST_FIELDS = 3


async def undo_last(page: Page[Any]) -> None:
    """Take back the last change of this session; the status line says what it was, and that `u` again brings it back."""
    app = page.kundkort
    register = await app.register_ready()
    last = await page.ask(undoable, register.session)
    if last is None:
        page.say(_("Nothing to undo: nothing was changed since kundkort was started"))
        return
    if last.never:
        page.say(_("This cannot be undone: {what}", what=described(last)), level="warning")
        return
    if _needs_asking(page, last) and not await _asks(page, last):
        return
    if last.batch is not None:
        done = await page.ask(undo_batch, last.batch)
    else:
        done = await page.ask(undo, last.seq)
    words = _("Redone: {what}") if last.undoes is not None else _("Undone: {what}")
    text = words.format(what=described(last))
    if done.kept:
        kept = _("kept, as it was changed since: {names}", names=", ".join(done.kept[:MOST_FIELDS]))
        page.say(f"{text} {sign('dot')} {kept}", level="warning")
    else:
        again = _("u undoes again") if last.undoes is not None else _("u brings it back")
        page.say(f"{text} {sign('dot')} {again}", "tick", "success")
    await page.changed()


def described(last: Undoable) -> str:
    """Return what a change was: "Phone, Town of Brf Ekbacken", "Brf Ekbacken (created)"."""
    fields = [field_label(field) for field in last.fields]
    names = ", ".join(fields[:MOST_FIELDS]) + (f" +{len(fields) - MOST_FIELDS}" if len(fields) > MOST_FIELDS else "")
    done = operation_name(last.operation)
    if last.things > 1:
        n = number(last.things)
        return _("{what} of {n} customers", what=names, n=n) if names else _("{n} customers ({done})", n=n, done=done)
    if names:
        return _("{what} of {name}", what=names, name=last.label) if last.label else names
    return f"{last.label} ({done})" if last.label else done


def _needs_asking(page: Page[Any], last: Undoable) -> bool:
    moment = read_time(last.at, "UTC")
    old = moment is None or page.kundkort.clock() - moment > ASKED_FROM
    return old or not page.shows(last.root_kind, last.root_id)


async def _asks(page: Page[Any], last: Undoable) -> bool:
    settings = page.kundkort.settings
    zone = settings.time_zone if settings is not None else "UTC"
    moment = read_time(last.at, zone)
    when = near_time(moment, page.kundkort.today) if moment is not None else ""
    redo = last.undoes is not None
    text = _("Redo: {what}?") if redo else _("Undo: {what}?")
    answer = _("y yes, redo") if redo else _("y yes, undo")
    question = Question(
        text.format(what=described(last)),
        [Answer("yes", answer)],
        escape=_("leave it"),
        consequence=_("It was done {when}.", when=when),
    )
    return await page.question(question) == "yes"
