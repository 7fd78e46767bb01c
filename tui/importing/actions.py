"""What can be done with an import that takes a question: leave or stop it, take it back, write the refused rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.text import _, ngettext, number
from tui.importing.folder import is_file, is_folder, meant_path
from tui.importing.lines import counts_words
from tui.importing.run import Import, unfinished
from tui.importing.trouble import reading_trouble
from tui.widgets.band import Answer, Question

if TYPE_CHECKING:
    from tui.screens.base import Page
    from tui.screens.import_rows import ImportRowsScreen


async def open_import(page: Page[Any]) -> None:
    """Open the page of the import that goes on, or did not come to its end last time; else ask for a file."""
    app = page.kundkort
    if app.importing is None:
        app.importing = await unfinished(app)
    if app.importing is None:
        app.open_page("tui.screens.import_", "ImportScreen")
    else:
        app.open_page("tui.screens.import_rows", "ImportRowsScreen", app.importing)


async def ask_to_leave(page: ImportRowsScreen) -> None:
    """Leave the page; while something goes on, ask what becomes of that."""
    work = page.work
    if work.stage in ("reading", "trying"):
        await work.stop()
        page.kundkort.importing = None
        page.dismiss(None)
        return
    if work.stage != "applying":
        page.dismiss(None)
        return
    job = work.shown_job
    done, total = (job.done, job.total) if job is not None else (0, 0)
    chosen = await page.question(
        Question(
            _(
                "Importing {name}: {done} of {total} rows are in",
                name=work.name,
                done=number(done),
                total=number(total),
            ),
            [
                Answer("leave", _("l let it go on")),
                Answer("stop", _("s stop")),
                Answer("back", _("t take back")),
            ],
            escape=_("keep looking"),
            consequence=_("It goes on beside other work. Stopped, what is in stays."),
            enter="leave",
        )
    )
    if chosen == "leave":
        page.dismiss(None)
    elif chosen is not None:
        await work.stop()
        if chosen == "back":
            work.take_back()


async def ask_to_end(page: Page[Any], work: Import) -> bool:
    """Say whether the program may end while an import goes on."""
    question = Question(
        _("Quit while {name} is being imported?", name=work.name),
        [Answer("quit", _("q quit"))],
        escape=_("stay"),
        consequence=_("What is in stays. The import page goes on with the rest, or takes it back, next time."),
    )
    return await page.question(question) == "quit"


async def ask_to_take_back(page: ImportRowsScreen) -> None:
    """Take the whole import back, after saying how much that is."""
    work = page.work
    chosen = await page.question(
        Question(
            _("Take back the whole import of {name}: {counts}?", name=work.name, counts=counts_words(work)),
            [Answer("yes", _("t take it back"))],
            escape=_("leave it"),
            consequence=_("What has been edited since is kept, and named."),
        )
    )
    if chosen == "yes":
        work.take_back()


async def write_refused(page: ImportRowsScreen, text: str) -> bool:
    """Write the refused rows to the file that `text` means; say whether they are there."""
    path = Path(meant_path(text)) if text.strip() else page.work.path
    if is_folder(path) or not text.strip() or path == page.work.path:
        page.say(_("Type the name of a new file, one that ends in .csv"), level="warning")
        return False
    if is_file(path) and not await _overwrites(page, path):
        return False
    try:
        await page.work.write_refused(path)
    except OSError as error:
        page.say(reading_trouble(error, path), level="error")
        return False
    words = ngettext(
        "{n} refused row is in {place}: mend it and import that file",
        "{n} refused rows are in {place}: mend them and import that file",
        page.work.rows("refused"),
        place=str(path),
    )
    page.say(words, "tick", "success")
    return True


async def _overwrites(page: ImportRowsScreen, path: Path) -> bool:
    question = Question(
        _("There is a file {name} already", name=path.name),
        [Answer("yes", _("o write over it"))],
        escape=_("another name"),
    )
    return await page.question(question) == "yes"
