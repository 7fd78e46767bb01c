"""`kundkort check`, `backup`, `restore` and `upgrade`: looking after the register."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Fault
from core.places import kind_of, without_password
from core.proof import Different, Occupied, Unfit, Unsound
from core.records.api import check_register
from core.records.views import PROBLEM_TEXTS, REPAIRED, Problem
from core.text import N_, _, ngettext, number
from core.upkeep import backup_register, is_up_to_date, repair_search, restore_register, upgrade_register
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
    if call.arguments.repair and any(problem.code in REPAIRED for problem in problems):
        need_database(call.url)
        await asyncio.to_thread(repair_search, call.url)
        call.answers.note(_("What customers are found by was made anew"))
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
            else _("Nothing wrong in {place}", place=without_password(call.url))
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
    need_database(call.url)
    target = Path(call.arguments.file)
    try:
        with told(call) as progress:
            backup_register(call.url, target, progress)
    except FileExistsError:
        raise Stopped(_("{place} is there already: choose another name", place=str(target))) from None
    size = target.stat().st_size
    if call.answers.json:
        call.answers.value({"file": str(target), "bytes": size})
    else:
        call.answers.line(_("Copied to {place}", place=str(target)))
    return DONE


def restore(call: Call) -> int:
    """Put a copy in the register's place, after a question; what was there is copied first."""
    need_database(call.url)
    source = Path(call.arguments.file)
    if not source.exists():
        raise FileNotFoundError(2, "no such file", str(source))
    shown = without_password(call.url)
    question = _("Replace {register} by {copy}? What is there now is copied first.", register=shown, copy=str(source))
    need_yes(call, question, _("This replaces the whole register: say --yes if that is meant"))
    with told(call) as progress:
        before = restore_register(source, call.url, progress)
    if call.answers.json:
        call.answers.value({"register": shown, "before": str(before) if before else None})
    else:
        call.answers.line(_("The register is what {place} was", place=str(source)))
        if before:
            call.answers.note(_("What it was before is kept in {place}", place=str(before)))
    return DONE


def upgrade(call: Call) -> int:
    """Bring the register up to date: one in a file after a copy beside it, one in PostgreSQL after a question."""
    need_database(call.url)
    shown = without_password(call.url)
    behind = not is_up_to_date(call.url)
    if behind and kind_of(call.url) == "postgres":
        question = _("Upgrade {register}? Nothing is copied first: kundkort backup FILE does that.", register=shown)
        need_yes(call, question, _("A database is not copied first: run kundkort backup FILE, then say --yes"))
    copy = upgrade_register(call.url)
    if call.answers.json:
        call.answers.value({"register": shown, "copy": str(copy) if copy else None, "upgraded": behind})
    elif behind:
        call.answers.line(_("The register is up to date"))
    else:
        call.answers.line(_("The register was up to date already"))
    if copy and not call.answers.json:
        call.answers.note(_("A copy of what it was is kept in {place}", place=str(copy)))
    return DONE


def need_database(url: str) -> None:
    """Raise Stopped for a register behind a server: there its database is out of reach."""
    if kind_of(url) == "server":
        raise Stopped(
            _("That is done on the server's machine: sign in there, and name its database with --register"),
            WRONGLY_CALLED,
        )


def need_yes(call: Call, question: str, unasked: str) -> None:
    """Ask `question`, unless the call says --yes; raise Stopped where the answer is no, or nobody is there (`unasked`)."""
    if call.arguments.yes:
        return
    if not sys.stdin.isatty():
        raise Stopped(unasked, WRONGLY_CALLED)
    answers = _("[y/n]")
    # The answers are asked for in the user's language, and taken in both.
    sys.stderr.write(f"{safe(question)} {answers} ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "j", "ja"):
        raise Stopped(_("Nothing was changed"))


@contextmanager
def told(call: Call) -> Iterator[Callable[[str, int, int], None]]:
    """Give what shows how far a copying is; raise Stopped, with what to do, where it can't be done."""

    def progress(step: str, done: int, total: int) -> None:
        text = N_("Copied {done} of {total} rows") if step == "copy" else N_("Compared {done} of {total} rows")
        call.answers.progress(_(text, done=number(done), total=number(total)))

    try:
        yield progress
    except Unfit as error:
        raise Stopped(
            _(
                "{table} {key}: {column} does not fit there. Correct it, then try again; nothing was kept",
                **error.params,
            )
        ) from error
    except Unsound:
        raise Stopped(_("Rows point at nothing: kundkort check says which; nothing was kept")) from None
    except Different as error:
        raise Stopped(_("The copy was not the same, and was not kept: try again, and check the disks")) from error
    except Occupied as error:
        raise Stopped(
            _("There is something in {place} already: name a database without tables", **error.params)
        ) from error
    finally:
        call.answers.progress("")
