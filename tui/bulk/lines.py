"""The rows of a bulk change as lines, each before and after or why not, and what is said of all; pure functions."""

from __future__ import annotations

from core.bulk.views import BulkOutcome, BulkRow
from core.text import N_, _, ngettext, number
from core.words import error_text, fault_short, field_label, job_text
from tui.bulk.looking import Looking
from tui.bulk.run import BulkRun
from tui.format import cut
from tui.listing.columns import BETWEEN, GUTTER, Column, Layout
from tui.paint import Line, Span, gap, width_of
from tui.signs import sign
from tui.value_text import shown_or_none, value_text

HEADS = {"number": N_("No."), "name": N_("Name"), "what": N_("Before and after")}
SIGNS: dict[BulkOutcome, tuple[str, str]] = {
    "changed": ("changed", "warning"),
    "unchanged": ("", "muted"),
    "refused": ("alert", "error"),
}
"""Outcome -> its sign in tui.signs, and the role of the sign."""
NAME_LEAST = 18


def layout(width: int, number_width: int = 5) -> Layout:
    """Return the columns of a list `width` cells wide: the name has two fifths of what the number leaves."""
    numbers = Column("number", GUTTER, max(number_width, 5))
    start = numbers.end + BETWEEN
    room = width - 2 - start
    name = Column("name", start, max(room * 2 // 5, min(NAME_LEAST, room)))
    what = Column("what", name.end + BETWEEN, max(width - 2 - name.end - BETWEEN, 1))
    return Layout((numbers, name, what), width)


def heads(columns: Layout, *, underline: bool = False) -> Line:
    """Return the line of heads."""
    line: list[Span] = []
    for column in columns.columns:
        line.append(Span(" " * (column.start - width_of(line)), underline=underline))
        line.append(Span(cut(_(HEADS[column.name]), column.width), "muted", underline=underline))
    line.append(Span(" " * (columns.width - width_of(line)), underline=underline))
    return line


def row_line(row: BulkRow, columns: Layout, *, cursor: bool = False) -> list[Span]:
    """Return the line of a customer: its sign, number and name, and what becomes of it."""
    name, role = SIGNS[row.outcome]
    mark = Span(sign(name), role, bold=True, sign=True) if name else Span(" ")
    line = [gap(1), mark, gap(GUTTER - 1 - width_of([mark]))]
    texts = {"number": row.number, "name": row.name or _("not here any more")}
    for column in columns.columns:
        line.append(gap(column.start - width_of(line)))
        if column.name == "what":
            line += what_spans(row, column.width)
        else:
            quiet = column.name == "number" or not row.active
            text = cut(texts[column.name], column.width)
            line.append(Span(text, "muted" if quiet else "text", bold=cursor and column.name == "name"))
    return line


def what_spans(row: BulkRow, width: int) -> list[Span]:
    """Return what becomes of a customer in one line: why it is refused, or every field before and after."""
    if row.outcome == "refused":
        return [Span(cut(_why(row), width), "error")]
    if row.outcome == "unchanged":
        return [Span(cut(_("is so already"), width), "muted")]
    parts = []
    for change in row.changes:
        now = shown_or_none(value_text(change.field, change.now))
        if change.field == "comment":
            parts.append(f"+ {now}")
        else:
            parts.append(f"{shown_or_none(value_text(change.field, change.was))} {sign('becomes')} {now}")
    return [Span(cut(", ".join(parts), width))]


def _why(row: BulkRow) -> str:
    words = []
    for fault in row.faults:
        text = fault_short(fault)
        if fault.field == "customer":
            words.append(text)
            continue
        # Somebody's name keeps its capital.
        named = fault.code == "bulk.changed_since"
        words.append(f"{field_label(fault.field)}: {text if named else text[:1].lower() + text[1:]}")
    return ", ".join(words)


def looking_line(looking: Looking, expected: int | None) -> Line:
    """Return the status line of a preview: how far it is, or what it would come to."""
    if not looking.done:
        if expected:
            done = _("looking at {n} of {total} …", n=number(looking.looked_at), total=number(expected))
        else:
            done = _("looking at {n} …", n=number(looking.looked_at))
        return [Span(done, "muted")]
    counts = looking.counts
    line = [Span(ngettext("{n} would be changed", "{n} would be changed", counts["changed"]))]
    if counts["refused"]:
        words = ngettext("{n} cannot be changed", "{n} cannot be changed", counts["refused"])
        line += [Span(f" {sign('dot')} ", "muted"), Span(words, "error")]
    line.append(Span(f" {sign('dot')} " + _("nothing is saved yet"), "muted"))
    if counts["unchanged"]:
        words = ngettext("{n} is so already", "{n} are so already", counts["unchanged"])
        line.append(Span(f" {sign('dot')} {words}", "muted"))
    return line


def run_line(run: BulkRun) -> tuple[Line, Span | None]:
    """Return the status line of a change that goes on, or how it ended, with the sign in its gutter."""
    job = run.job
    if run.error is not None:
        return [Span(error_text(run.error), "error")], Span(sign("alert"), "error", bold=True)
    if job is not None and job.state == "failed":
        return [Span(job_text(job.code, job.params), "error")], Span(sign("alert"), "error", bold=True)
    if run.is_running or job is None:
        done, total = (job.done, job.total) if job is not None else (0, 0)
        if not total:
            return [Span(_("changing …"))], None
        return [Span(_("{n} of {total} are gone through", n=number(done), total=number(total)))], None
    if job.state != "done":
        words = _("stopped: {done}, {left} left", done=result_words(run), left=number(run.left))
        return [Span(words, "warning")], Span(sign("alert"), "warning", bold=True)
    spans = [Span(result_words(run)), *_undoing(run), *_other_number(run)]
    return spans, Span(sign("tick"), "success", bold=True)


def _undoing(run: BulkRun) -> list[Span]:
    return [Span(f" {sign('dot')} " + _("u undoes"), "muted")] if run.count("changed") else []


def _other_number(run: BulkRun) -> list[Span]:
    """Say that the marked were more or fewer than when one looked."""
    job = run.job
    if job is None or job.total == run.expected:
        return []
    words = _("{n} were marked by then, {before} when you looked", n=number(job.total), before=number(run.expected))
    return [Span(f" {sign('dot')} {words}", "warning")]


def result_words(run: BulkRun) -> str:
    """Return "37 changed, 2 refused"."""
    parts = [ngettext("{n} changed", "{n} changed", run.count("changed"))]
    if run.count("refused"):
        parts.append(ngettext("{n} refused", "{n} refused", run.count("refused")))
    return ", ".join(parts)
