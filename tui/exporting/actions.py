"""What `x` does in the list: asks as what, then where to; stops what goes on, and goes on with what was stopped."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from msgspec.structs import replace

from core.customers.views import CustomerOrder, Selection
from core.errors import KundkortError
from core.exchange.api import ListFormat
from core.text import N_, _, ngettext, number
from core.words import error_text, job_text
from tui.exporting.run import Export, Taken, unfinished
from tui.importing.trouble import reading_trouble
from tui.listing.marks import Marks
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from typing import Any

    from tui.app import KundkortApp
    from tui.listing.page import ListPage
    from tui.screens.base import Page

FORMATS: dict[ListFormat, str] = {
    "xlsx": N_("x Excel"),
    "csv": N_("c CSV"),
    "txt": N_("t text to print"),
    "html": N_("w web page to print"),
}
"""The formats, each after the key that chooses it."""


async def take_out(page: ListPage) -> None:
    """Take out what the list shows, or what is marked in it; while that goes on already, ask what becomes of it."""
    app = page.kundkort
    if app.exporting is None or not app.exporting.is_running:
        app.exporting = await unfinished(app)
    work = app.exporting
    if work is not None and work.is_running:
        await _ask_to_stop(page, work)
    elif work is None or await _is_left(page, work):
        await _take_out_anew(page)


async def _ask_to_stop(page: ListPage, work: Export) -> None:
    done, total = (work.job.done, work.job.total) if work.job is not None else (0, 0)
    question = Question(
        _("Writing {name}: {done} of {total} rows", name=work.path.name, done=number(done), total=number(total)),
        [Answer("stop", _("s stop"))],
        escape=_("let it go on"),
        consequence=_("Stopped, no file is written."),
    )
    chosen = await page.question(question)
    if not work.is_running:
        # The answer's key took away what was said meanwhile.
        announce_end(work, page)
    elif chosen == "stop":
        await work.stop()
        page.say(_("Stopped: {name} was not written", name=work.path.name))


async def ask_to_end_export(page: Page[Any], work: Export) -> bool:
    """Say whether the program may end while something is taken out."""
    question = Question(
        _("Quit while {name} is being written?", name=work.path.name),
        [Answer("quit", _("q quit"))],
        escape=_("stay"),
        consequence=_("No file is written. Next time x starts it again."),
    )
    return await page.question(question) == "quit"


async def _is_left(page: ListPage, work: Export) -> bool:
    """Go on with what was not finished; say whether something else is wanted in place of it."""
    question = Question(
        _("{place} was not finished", place=str(work.path)),
        [Answer("again", _("r start it again")), Answer("other", _("n take out anew"))],
        escape=_("neither"),
        consequence=_("Started again it is what was asked for then, with the customers as they are now."),
        enter="again",
    )
    chosen = await page.question(question)
    if chosen == "again":
        follow(page.kundkort, work)
        work.begin_again()
    return chosen == "other"


async def _take_out_anew(page: ListPage) -> None:
    selection = selected(page)
    answers = [Answer(format, _(text)) for format, text in FORMATS.items()]
    chosen = await page.question(
        Question(
            _("Take out {what} as what?", what=what_words(page)),
            answers,
            escape=_("nothing"),
            consequence=_("With the columns and in the order of the list. Enter: {format}", format=answers[0].word),
            enter="xlsx",
        )
    )
    format = next((format for format in FORMATS if format == chosen), None)
    if format is not None:
        taken = taken_out(page, selection, format)
        page.kundkort.open_page("tui.screens.export", "ExportScreen", taken, what_words(page))


def selected(page: ListPage) -> Selection:
    """Return which customers are taken out: the marked ones, else all that the list finds; in the order of the list."""
    asked = page.finder.asked
    marked = _marks(page).selection()
    if marked is None:
        return Selection(query=asked)
    if marked.query is None:
        return marked
    return replace(marked, query=replace(marked.query, order=asked.order, descending=asked.descending))


def _marks(page: ListPage) -> Marks:
    from tui.listing.marking import Marking

    return page.marks if isinstance(page, Marking) else Marks()


def taken_out(page: ListPage, selection: Selection, format: ListFormat) -> Taken:
    """Return what is taken out, with the columns and the order of the list."""
    from tui.listing.views import differs

    asked, view = page.finder.asked, page.kundkort.state.view
    title = view.name if view is not None and not differs(view, page.shown) else ""
    order = CustomerOrder.NAME if asked.order is CustomerOrder.RELEVANCE else asked.order
    return Taken(format, selection, page.shown.columns, order, asked.descending, title)


def what_words(page: ListPage) -> str:
    """Return how many are taken out, in words: "3 marked customers", "412 customers"."""
    marks = _marks(page)
    if marks:
        if marks.count is None:
            return _("the marked customers")
        return ngettext("{n} marked customer", "{n} marked customers", marks.count)
    counted = page.finder.counts.found
    if counted is None:
        return _("what the list shows")
    if counted.found > counted.cap:
        return _("more than {n} customers", n=number(counted.cap))
    return ngettext("{n} customer", "{n} customers", counted.found)


def follow(app: KundkortApp, work: Export) -> None:
    """Let whatever page is on top say how far it is, and how it ended."""
    app.exporting = work
    work.told = lambda: app.page.refresh_band()
    work.ended = lambda: announce_end(work, app.page)


def announce_end(work: Export, page: Page[Any]) -> None:
    """Say how it ended."""
    trouble = trouble_of(work)
    if trouble:
        page.say(trouble, level="error")
    elif work.stage == "done" and work.job is not None:
        rows = ngettext("{n} customer", "{n} customers", work.job.done)
        page.say(_("Written to {place}: {rows}", place=str(work.path), rows=rows), "tick", "success")
    elif work.stage == "stopped":
        page.say(_("{name} was not finished: x starts it again", name=work.path.name), level="warning")


def trouble_of(work: Export) -> str:
    """Return what went wrong, "" where nothing did."""
    if isinstance(work.error, KundkortError):
        return error_text(work.error)
    if isinstance(work.error, OSError):
        if work.error.errno == errno.ENOSPC:
            return _("The disk is full: make room and try again")
        return reading_trouble(work.error, work.path)
    if work.job is not None and work.job.state == "failed":
        return job_text(work.job.code, work.job.params)
    return ""
