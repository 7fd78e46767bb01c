"""Drafts at the start of the program: the journal begins, and what a dead session left is offered again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.text import _, ngettext
from tui.form.drafts import Found, Journal, saved_time
from tui.when import local_time, near_time
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.app import KundkortApp


async def begin_drafts(app: KundkortApp) -> None:
    """Keep drafts from now on, write them at the end of the program, and offer those of sessions that died."""
    if app.drafts_folder is None or app.me is None:
        return
    register = await app.register_ready()
    journal = Journal(
        app.drafts_folder, register=app.register_url, user=app.me.login, session=register.session, clock=app.clock
    )
    app.journal = journal
    app.before_end += [journal.flush, journal.close]
    if journal.found():
        app.page.start(offer_drafts(app), group="press drafts", exclusive=True)


async def offer_drafts(app: KundkortApp) -> None:
    """Ask about each draft, the newest first: open it, throw it away, or leave it for the next start."""
    journal = app.journal
    if journal is None:
        return
    found = journal.found()
    for index, draft in enumerate(found):
        answer = await app.page.question(draft_question(app, draft, len(found) - index - 1))
        if answer == "discard":
            draft.remove()
        elif answer == "open":
            open_draft(app, draft)
            return
        elif answer is None:
            app.page.say(
                ngettext(
                    "{n} draft is kept: it is offered at the next start",
                    "{n} drafts are kept: they are offered at the next start",
                    len(found) - index,
                )
            )
            return


def draft_question(app: KundkortApp, found: Found, more: int) -> Question:
    """Return the question about one draft: what, how much, from when, and how many more there are."""
    draft = found.draft
    zone = app.settings.time_zone if app.settings else ""
    when = near_time(local_time(saved_time(draft), zone), app.today)
    if draft.row is None:
        text = _("A new customer was not saved: {name}", name=draft.label)
    else:
        changes = ngettext("{n} change", "{n} changes", draft.changes)
        text = _("Not saved: {changes} in {name}", changes=changes, name=draft.label)
    rest = " " + ngettext("{n} more draft after this.", "{n} more drafts after this.", more) if more else ""
    return Question(
        text,
        [Answer("open", _("o open")), Answer("discard", _("d discard"))],
        escape=_("later"),
        consequence=_("Typed {when}, and kept when the program ended.", when=when) + rest,
        enter="open",
    )


def open_draft(app: KundkortApp, found: Found) -> None:
    """Open the form that a draft was kept of; the other drafts are asked about when it is closed."""
    app.open_page("tui.screens.form", "FormScreen", found.draft.row, draft=found, done=partial(_next_one, app))


def _next_one(app: KundkortApp, saved: int | None) -> None:
    app.page.start(offer_drafts(app), group="press drafts", exclusive=True)
