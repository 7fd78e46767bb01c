"""The rows of an import as lines: columns by width, signs and words of outcomes, chips; pure functions."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from core.exchange.words import fault_text, outcome_count
from core.imports.views import OUTCOMES, ImportRow, Outcome
from core.text import N_, _, ngettext, number
from core.words import field_label
from tui.format import cut, fit_right
from tui.importing.run import Import
from tui.listing.columns import BETWEEN, GUTTER, Column, Layout
from tui.listing.query import Chip
from tui.paint import Line, Span, gap, width_of
from tui.signs import sign

WORDS: dict[Outcome, str] = {
    "new": N_("new"),
    "changed": N_("changes"),
    "added": N_("one more"),
    "unchanged": N_("as it is"),
    "refused": N_("refused"),
    "skipped": N_("left out"),
}
"""What becomes of a row, in the column for it: nine letters at most."""
DONE_WORDS: dict[Outcome, str] = WORDS | {"changed": N_("changed"), "added": N_("added")}
CHIPS: dict[Outcome, str] = {
    "new": N_("New"),
    "changed": N_("Changes"),
    "added": N_("One more"),
    "skipped": N_("Left out"),
    "refused": N_("Refused"),
    "unchanged": N_("As they are"),
}
"""The chips in their order; "one more" contact or address of a customer that an earlier row named."""
SIGNS: dict[Outcome, tuple[str, str]] = {
    "new": ("added", "success"),
    "changed": ("changed", "warning"),
    "added": ("added", "success"),
    "unchanged": ("", "muted"),
    "refused": ("alert", "error"),
    "skipped": ("removed", "muted"),
}
"""Outcome -> its sign in tui.signs, and the role of sign and word."""
HEADS = {
    "row": N_("Row"),
    "outcome": N_("Becomes"),
    "number": N_("No."),
    "name": N_("Name"),
    "fields": N_("Fields"),
    "what": N_("What"),
}
ROW_WIDTH, OUTCOME_WIDTH, FIELDS_WIDTH = 4, 9, 4
NAME_BESIDE_WHAT = 24
ROOMY = 50
"""From so many cells on a list has more than row and name; beside no pane the last column says what, not how much."""


class ImportLine(NamedTuple):
    """A row of the list: called by its number in the file; `left_out` by hand, whatever the dry run said of it."""

    id: int
    row: ImportRow
    left_out: bool = False

    @property
    def outcome(self) -> Outcome:
        """What becomes of it as things are."""
        return "skipped" if self.left_out else self.row.outcome


class ImportWindow(NamedTuple):
    """Some rows of the list (tui.listing.rows.Window)."""

    rows: tuple[ImportLine, ...]
    first: str = ""
    last: str = ""
    at_start: bool = True
    at_end: bool = True
    offset: int | None = None


def outcome_word(outcome: str, *, done: bool) -> str:
    """Return what becomes of a row, or became where it is `done`; what is no outcome as it is."""
    words = DONE_WORDS if done else WORDS
    return next((_(text) for name, text in words.items() if name == outcome), outcome)


def layout(width: int, number_width: int = 5, last_row: int = 0, *, beside_pane: bool = False) -> Layout:
    """Return the columns of a list `width` cells wide whose last row has the number `last_row`."""
    row = Column("row", GUTTER, max(ROW_WIDTH, len(number(last_row))))
    end = width - (2 if width >= ROOMY else 1)
    if width < ROOMY:
        start = row.end + BETWEEN
        return Layout((row, Column("name", start, max(end - start, 1))), width)
    outcome = Column("outcome", row.end + BETWEEN, OUTCOME_WIDTH)
    start = outcome.end + BETWEEN
    columns = [row, outcome]
    if width >= ROOMY + 12:
        columns.append(Column("number", start, max(number_width, 5)))
        start = columns[-1].end + BETWEEN
    if beside_pane:
        head = HEADS["fields"]
        width_of_fields = max(FIELDS_WIDTH, len(_(head)))
        fields = end - width_of_fields
        columns += [Column("name", start, fields - BETWEEN - start), Column("fields", fields, width_of_fields)]
    else:
        room = end - start
        what = start + min(max(NAME_BESIDE_WHAT, room // 3), room // 2) + BETWEEN
        columns += [Column("name", start, what - BETWEEN - start), Column("what", what, max(end - what, 1))]
    return Layout(tuple(columns), width)


def heads(columns: Layout, *, underline: bool = False) -> list[Span]:
    """Return the line of column heads; in 16 colours underlined."""
    line: list[Span] = []
    role = "muted" if underline else "text"
    for column in columns.columns:
        words = cut(_(HEADS[column.name]), column.width)
        words = fit_right(words, column.width) if column.name in ("row", "fields") else words
        line.append(Span(" " * (column.start - width_of(line)), role, underline=underline))
        line.append(Span(words, "muted", underline=underline))
    return [*line, Span(" " * max(columns.width - width_of(line), 0), role, underline=underline)]


def row_line(line: ImportLine, columns: Layout, *, done: bool, cursor: bool = False) -> list[Span]:
    """Return the line of a row, its sign in the gutter; `done`: it has been imported. On the cursor row the name is bold."""
    name, role = SIGNS[line.outcome]
    mark = Span(sign(name), role, bold=True, sign=True) if name else gap(1)
    spans = [gap(1), mark]
    for column in columns.columns:
        spans.append(gap(column.start - width_of(spans)))
        spans.append(_cell(line, column, done=done, cursor=cursor))
    return spans


def _cell(line: ImportLine, column: Column, *, done: bool, cursor: bool) -> Span:
    row, role = line.row, SIGNS[line.outcome][1]
    quiet = line.outcome in ("skipped", "unchanged")
    if column.name == "row":
        return Span(fit_right(number(line.id), column.width), "muted")
    if column.name == "outcome":
        return Span(cut(outcome_word(line.outcome, done=done), column.width), role)
    if column.name == "number":
        return Span(cut(row.number, column.width), "muted")
    if column.name == "name":
        name = row.name or _("(no name)")
        return Span(cut(name, column.width), "muted" if quiet or not row.name else "text", bold=cursor)
    if column.name == "fields":
        return Span(fit_right(number(row.fields) if row.fields else sign("none"), column.width), "text")
    return Span(cut(what_words(line), column.width), "text" if row.outcome == "refused" and not quiet else "muted")


def what_words(line: ImportLine) -> str:
    """Return in a few words what a row changes, or why it is refused or left out."""
    row = line.row
    if line.left_out and row.outcome != "skipped":
        return _("Space puts it back")
    faults = [fault for fault in row.faults if fault.level == "fault" or row.outcome == "skipped"]
    if faults and row.outcome in ("refused", "skipped"):
        return fault_text(faults[0])
    if row.outcome in ("changed", "added") and row.changes:
        return ", ".join(dict.fromkeys(field_label(change.part or change.field) for change in row.changes))
    if row.faults:
        return fault_text(row.faults[0])
    return ngettext("{n} field", "{n} fields", row.fields) if row.fields else sign("none")


# -- which rows are shown ------------------------------------------------------------------------------------------


class Shown(NamedTuple):
    """Which rows the list shows: those of some outcomes, or only those with a warning or that came out otherwise."""

    outcomes: frozenset[Outcome] = frozenset(OUTCOMES) - {"unchanged"}
    only: str = ""

    def asked(self) -> tuple[str, ...]:
        """Return what the register is asked for; empty is everything."""
        if self.only:
            return (self.only,)
        return () if self.outcomes == frozenset(OUTCOMES) else tuple(sorted(self.outcomes))

    def has(self, outcome: Outcome) -> bool:
        """Say whether rows of an outcome are shown."""
        return not self.only and outcome in self.outcomes

    def turned(self, what: str) -> Shown:
        """Return it with an outcome let through or no longer, or with only "warned" or "differs" rows, or no longer."""
        if what in ("warned", "differs"):
            return self._replace(only="" if self.only == what else what)
        outcome = next(one for one in OUTCOMES if one == what)
        return Shown(self.outcomes ^ {outcome})


def chips(work: Import, shown: Shown) -> list[tuple[str, Chip, str, str]]:
    """Return the chips: what each turns, its words, its count, and the role of the count.

    Outcomes that no row has are left out, but for the first two and what is refused; they add up to the rows read.
    """
    found = []
    for outcome, words in CHIPS.items():
        count = work.rows(outcome)
        if count or outcome in ("new", "changed", "refused"):
            role = "error" if outcome == "refused" and count else "text" if shown.has(outcome) else "muted"
            found.append((str(outcome), Chip(_(words), shown.has(outcome)), number(count), role))
    return found


def chips_line(work: Import, shown: Shown, key: str, width: int) -> list[Span]:
    """Return the chips after the key that opens them; where they are wider than `width`, with less air between."""
    for air in (4, 2, 1):
        line = [Span(key, "accent", bold=True, press="import.filter"), gap(1)]
        for place, (turns, chip, count, role) in enumerate(chips(work, shown)):
            words = f"{sign('tick')} {chip.words}" if chip.on else chip.words
            line.append(gap(air if place else 0))
            line.append(Span(words, "accent" if chip.on else "muted", bold=chip.on, press=f"turn {turns}"))
            line += [Span(" ", press=f"turn {turns}"), Span(count, role, press=f"turn {turns}")]
        if width_of(line) <= width:
            break
    return line


def outcomes_of(outcomes: Collection[str]) -> frozenset[Outcome]:
    """Return the outcomes that are among some words."""
    return frozenset(one for one in OUTCOMES if one in outcomes)


def status_line(work: Import) -> Line:
    """Return what is so: where the import is, how far, and what can be done about it."""
    job = work.shown_job
    dot = f" {sign('dot')} "
    total = job.total if job is not None else 0
    done = job.done if job is not None else 0
    progress = _("{done} of {total} rows", done=number(done), total=number(total)) if total else ""
    seconds = _seconds(work.seconds)
    texts: dict[str, tuple[str, tuple[str, ...]]] = {
        "reading": (_("Reading {name} …", name=work.name), (_("nothing is saved"),)),
        "unread": (_("The file cannot be read"), ()),
        "read": (_("Say which column is what"), (_("m opens the columns"), _("nothing is saved"))),
        "trying": (_("Dry run, nothing is saved"), (progress,)),
        "tried": (
            _("Dry run, nothing is saved"),
            (
                ngettext("{n} row read in {seconds}", "{n} rows read in {seconds}", work.read, seconds=seconds),
                _("the import can be undone afterwards"),
            ),
        ),
        "applying": (_("Importing"), (progress, _("the register can be used meanwhile"))),
        "stopped": (_("Stopped half-way"), (progress, _("what is in stays, r goes on, u takes it back"))),
        "applied": (
            _("Imported: {counts}", counts=counts_words(work)),
            (_("u takes it all back"),),
        ),
        "undoing": (_("Taking the import back …"), ()),
        "undone": (_("The import is taken back"), (kept_words(work),)),
    }
    first, rest = texts[work.stage]
    return [Span(first, bold=work.stage in ("trying", "tried")), *(Span(dot + text, "muted") for text in rest if text)]


def counts_words(work: Import) -> str:
    """Return what came of an import in words: "118 new, 41 changed, 7 refused"."""
    texts = []
    for outcome in OUTCOMES:
        count = work.rows(outcome)
        if outcome == "new" or (count and outcome in ("changed", "added", "refused")):
            texts.append(outcome_count(outcome, count))
    return ", ".join(texts)


def kept_words(work: Import) -> str:
    """Return how much was kept because somebody edited it since; "" where nothing was."""
    kept = len(work.undone.kept) if work.undone is not None else 0
    return ngettext("{n} thing kept, edited since", "{n} things kept, edited since", kept) if kept else ""


def _seconds(seconds: float) -> str:
    text = f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}"
    return _("{n} s", n=text if number(1000) == "1,000" else text.replace(".", ","))
