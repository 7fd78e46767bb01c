"""`kundkort check`, `backup`, `restore` and `upgrade`: looking after the register."""

from __future__ import annotations

import sys
from pathlib import Path

from core.errors import Fault
from core.records.api import check_register
from core.records.views import PROBLEM_TEXTS, Problem
from core.text import _, ngettext
from core.upkeep import backup_register, restore_register, upgrade_register
from core.words import fault_line
from tui.commands.answers import safe
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE, REFUSED, WRONGLY_CALLED, Stopped


def check(call: Call) -> int:
    """Look the whole register through and answer with what is wrong; exit code 1 where anything is."""
    return wait_for(_check(call))


async def _check(call: Call) -> int:
    async with call.register() as register:
        problems = await register(check_register)
    if call.answers.json:
        call.answers.value({"problems": problems})
    else:
        for problem in problems:
            call.answers.line(problem_text(problem))
        call.answers.note(
            ngettext("{n} problem", "{n} problems", len(problems))
            if problems
            else _("Nothing wrong in {place}", place=call.url)
        )
    return REFUSED if problems else DONE


def problem_text(problem: Problem) -> str:
    """Return what is wrong, in a line."""
    detail = problem.detail
    if problem.code == "rule" and problem.field:
        detail = fault_line(Fault(problem.field, problem.detail))
    return _(PROBLEM_TEXTS[problem.code], number=problem.number, field=problem.field, detail=detail)


def backup(call: Call) -> int:
    """Copy the register to a file while others work in it."""
    target = Path(call.arguments.file)
    try:
        backup_register(call.url, target)
    except FileExistsError:
        raise Stopped(_("{place} is there already: choose another name", place=str(target))) from None
    size = target.stat().st_size
    if call.answers.json:
        call.answers.value({"file": str(target), "bytes": size})
    else:
        call.answers.line(_("Copied to {place}", place=str(target)))
    return DONE


def restore(call: Call) -> int:
    """Put a copy in the register's place, after a question; what was there is copied beside it first."""
    source = Path(call.arguments.file)
    if not source.exists():
        raise FileNotFoundError(2, "no such file", str(source))
    if not call.arguments.yes and not _agrees(call.url, source):
        raise Stopped(_("Nothing was changed"))
    before = restore_register(source, call.url)
    if call.answers.json:
        call.answers.value({"register": call.url, "before": str(before) if before else None})
    else:
        call.answers.line(_("The register is what {place} was", place=str(source)))
        if before:
            call.answers.note(_("What it was before is kept in {place}", place=str(before)))
    return DONE


def _agrees(url: str, source: Path) -> bool:
    if not sys.stdin.isatty():
        raise Stopped(_("This replaces the whole register: say --yes if that is meant"), WRONGLY_CALLED)
    question = _("Replace {register} by {copy}? What is there now is copied first.", register=url, copy=str(source))
    sys.stderr.write(f"{safe(question)} [{_('y')}/{_('n')}] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")


def upgrade(call: Call) -> int:
    """Bring the register up to date, after a copy beside it."""
    copy = upgrade_register(call.url)
    if call.answers.json:
        call.answers.value({"register": call.url, "copy": str(copy) if copy else None})
    elif copy:
        call.answers.line(_("The register is up to date"))
        call.answers.note(_("A copy of what it was is kept in {place}", place=str(copy)))
    else:
        call.answers.line(_("The register was up to date already"))
    return DONE
