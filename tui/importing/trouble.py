"""What went wrong with an import, in words that say what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import KundkortError
from core.text import _
from core.words import error_text, job_text
from tui.importing.lines import counts_words
from tui.importing.run import Import

if TYPE_CHECKING:
    from tui.screens.base import Page


def reading_trouble(error: OSError, place: Path) -> str:
    """Return why a file or folder cannot be read or written."""
    name = str(place)
    if isinstance(error, FileNotFoundError):
        return _("There is no {place}: look at the path once more", place=name)
    if isinstance(error, PermissionError):
        return _("You may not read or write {place}: copy it to a folder of your own", place=name)
    if isinstance(error, NotADirectoryError | IsADirectoryError):
        return _("{place} is a folder where a file is needed, or the other way round", place=name)
    return _(
        "{place} cannot be read or written ({why}): try another place", place=name, why=error.strerror or str(error)
    )


def announce_end(work: Import, page: Page[Any]) -> None:
    """Say on a page that shows something else how an import ended."""
    trouble = trouble_of(work)
    if trouble:
        page.say(trouble, level="error")
    elif work.stage == "undone":
        page.say(_("The import is taken back"), "tick", "success")
    else:
        words = _("Imported: {counts}", counts=counts_words(work))
        page.say(words if work.stage == "applied" else _("The import has stopped half-way"), "tick", "success")


def trouble_of(work: Import) -> str:
    """Return what went wrong last in an import, "" where nothing did."""
    error = work.error
    if isinstance(error, KundkortError):
        return error_text(error)
    if isinstance(error, OSError):
        return reading_trouble(error, work.path)
    job = work.shown_job
    if job is not None and job.state == "failed":
        return job_text(job.code, job.params)
    return ""
