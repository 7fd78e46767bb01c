"""How a bulk change is left while it goes on, and how its end is told on whatever page is on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.text import _, number
from tui.bulk.lines import run_line
from tui.bulk.run import BulkRun
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.app import KundkortApp
    from tui.screens.base import Page
    from tui.screens.bulk import BulkScreen


def announce_end(app: KundkortApp, run: BulkRun) -> None:
    """Say on the page that is on top how a change ended, and let that page read anew."""
    line, _sign = run_line(run)
    app.page.say(line, "tick" if run.is_done else "alert", "success" if run.is_done else "warning")


async def ask_to_leave(page: BulkScreen, run: BulkRun) -> None:
    """Leave the page while the change goes on, or stop it first."""
    job = run.job
    done, total = (job.done, job.total) if job is not None else (0, 0)
    chosen = await page.question(
        Question(
            _("{n} of {total} are gone through", n=number(done), total=number(total)),
            [Answer("leave", _("l let it go on")), Answer("stop", _("s stop"))],
            escape=_("keep looking"),
            consequence=_("It goes on beside other work. Stopped, what is changed stays, and u takes it back."),
            enter="leave",
        )
    )
    if not run.is_running:
        page.show_end()
    elif chosen == "leave":
        page.dismiss(None)
    elif chosen == "stop":
        await run.stop()


async def ask_to_end(page: Page[Any], run: BulkRun) -> bool:
    """Say whether the program may end while a change goes on."""
    question = Question(
        _("Quit while customers are being changed?"),
        [Answer("quit", _("q quit"))],
        escape=_("stay"),
        consequence=_("What is changed stays changed; the rest stays as it is."),
    )
    return await page.question(question) == "quit"
