"""The form as painted lines: gutter, label, hairline and field, notes; pure functions of the model and the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from core.text import _
from core.words import fault_short
from tui.form.fields import NO_BREAK_SPACE, split
from tui.form.model import EditModel
from tui.form.plan import FormLine, Slot, options
from tui.form.slots import FIELD, LABEL_WIDTH, SLOT_PAINTERS, Look, caret_spans, comment_width, surface_of, text_of
from tui.form.taking_in import Theirs
from tui.form.text_edit import TextEdit, wrap_places
from tui.format import cut, fit
from tui.lines import GUTTER
from tui.paint import Span, gap, width_of
from tui.signs import sign

COMMENT_LEAST = 3


class Place(NamedTuple):
    """One painted row: of which line of the plan, and which row of it (a comment has many, a note below is -1)."""

    line: int
    row: int = 0


def places(look: Look) -> list[Place]:
    """Return every row of the form in order."""
    rows: list[Place] = []
    for index, line in enumerate(look.lines):
        lines_slot = next((slot for slot in line.slots if slot.kind == "lines"), None)
        if lines_slot is not None:
            text = text_of(look, lines_slot)
            count = max(len(wrap_places(text, comment_width(look.frame))), COMMENT_LEAST)
            rows += [Place(index, row) for row in range(count)]
            continue
        rows.append(Place(index))
        if not look.frame.notes and any(slot.kind in ("text", "locked", "choice") for slot in line.slots):
            rows.append(Place(index, -1))
    return rows


def row_line(look: Look, place: Place) -> list[Span]:
    """Return one row, gutter included."""
    line = look.lines[place.line]
    if place.row == -1:
        note = note_span(look, line)
        return [gap(FIELD), note._replace(text=cut(note.text, look.frame.right - FIELD))]
    focused = look.focused and any(slot.key == look.slot for slot in line.slots)
    if line.head:
        return _head(look, line)
    row = _gutter(look, line, focused and place.row == 0)
    row.append(_label(look, line, focused, place.row))
    if line.slots and line.slots[0].kind == "lines":
        return [*row, *_comment_row(look, line.slots[0], place.row, focused)]
    for slot in line.slots:
        row += _slot(look, line, slot, row)
    if look.frame.notes or (line.slots and line.slots[0].kind == "action"):
        row += _note(look, line, row)
    return row


def _head(look: Look, line: FormLine) -> list[Span]:
    row = [gap(GUTTER), Span(line.label, bold=True)]
    if line.number is not None:
        row.append(Span(f" {line.number}", "muted"))
    if line.hint:
        room = look.frame.right - width_of(row) - 2
        row += [gap(2), Span(cut(line.hint, room), "muted")]
    return row


def _gutter(look: Look, line: FormLine, focused: bool) -> list[Span]:
    bar = Span(sign("cursor"), "accent") if focused else gap(1)
    mark = line_sign(look, line)
    return [bar, mark, gap(GUTTER - width_of([bar, mark]))]


def line_sign(look: Look, line: FormLine) -> Span:
    """Return the sign of a line: a fault before a warning before a change."""
    found = [look.faults[key] for key in fault_keys(look, line)]
    if any(fault.level == "fault" for fault in found):
        return Span(sign("alert"), "error", bold=True)
    if found:
        return Span(sign("changed"), "warning", bold=True)
    theirs = theirs_of(look, line)
    if theirs is not None and theirs.clash:
        return Span(sign("ask"), "warning", bold=True)
    if not look.model.new and line_changed(look.model, line):
        return Span(sign("unsaved"), "warning", bold=True)
    return Span(sign("changed"), "accent") if theirs is not None else gap(1)


def theirs_of(look: Look, line: FormLine) -> Theirs | None:
    """Return what is to be said of a line that somebody else changed, first of all that both did; None for nothing."""
    found = [note for key, note in look.theirs.items() if any(_shows(slot, key, line.part) for slot in line.slots)]
    return next((note for note in found if note.clash), found[0] if found else None)


def _shows(slot: Slot, key: str, part: int) -> bool:
    """Say whether a slot shows a field, the address it is in, or a contact or buyer as a whole."""
    if ":" in slot.key:
        return bool(part) and key.split(".")[1:2] == [str(part)]
    named = split(slot.key)
    return key in (slot.key, named.whole) or (key.split(".")[1:] == [str(named.id)] and slot.key.endswith(".name"))


def fault_keys(look: Look, line: FormLine) -> list[str]:
    """Return the faults that a line shows: of its slots, and of its whole part where that is folded."""
    keys = [slot.key for slot in line.slots if slot.key in look.faults]
    folded = line.part and any(slot.key == f"fold:{line.part}" for slot in line.slots)
    first_of_part = line.part and line.slots and line.slots[0].key.endswith((".name", ".personal_no"))
    for key in look.faults:
        inside = key.split(".")[1:2] == [str(line.part)]
        if key not in keys and inside and (folded or (first_of_part and key.count(".") == 1)):
            keys.append(key)
        if key in ("buyers", "contacts") and any(slot.key == f"add:{key[:-1]}" for slot in line.slots):
            keys.append(key)
    return keys


def line_changed(model: EditModel, line: FormLine) -> bool:
    """Say whether anything of a line differs from what was loaded."""
    if line.part and (line.part in model.removed or any(slot.key.startswith("fold:") for slot in line.slots)):
        return model.part_changed(line.part)
    return any(":" not in slot.key and model.changed(slot.key) for slot in line.slots)


def _label(look: Look, line: FormLine, focused: bool, row: int) -> Span:
    text = line.label if row == 0 else ""
    folded = line.slots[:1] and line.slots[0].key.startswith("fold:")
    return Span(fit(text, LABEL_WIDTH), "text" if focused or folded else "muted", bold=focused)


def _slot(look: Look, line: FormLine, slot: Slot, row: Sequence[Span]) -> list[Span]:
    """Return a slot with its hairline, from where the row ends to the slot's end."""
    start = FIELD + slot.start
    shared = len(line.slots) > 1
    last = slot is line.slots[-1]
    end = look.frame.end if last or not slot.width else start + slot.width - 1
    if shared and last and slot.width:
        end = min(start + slot.width, look.frame.end)
    on = look.focused and slot.key == look.slot
    has_line = slot.kind in ("text", "choice")
    before = [gap(start - 1 - width_of(row)), Span(sign("field"), "edge") if has_line else gap(1)]
    return [*before, *SLOT_PAINTERS[slot.kind](look, slot, max(end - start, 4), on)]


def _comment_row(look: Look, slot: Slot, row: int, on: bool) -> list[Span]:
    width = comment_width(look.frame)
    text = text_of(look, slot)
    wrapped = wrap_places(text, width)
    start, end = wrapped[row] if row < len(wrapped) else (len(text), len(text))
    hairline = Span(sign("field"), "edge")
    if not on or look.edit is None:
        role = "muted" if look.model.hidden(slot.key) else "text"
        return [hairline, Span(fit(text[start:end], width), role)]
    caret_row, _column = caret_place(look.edit, width)
    if row == caret_row:
        return [hairline, *caret_spans(text[start:end], look.edit.caret - start, width, ansi=look.ansi)]
    return [hairline, Span(fit(text[start:end], width), bold=True, on=surface_of(look, True))]


def caret_place(edit: TextEdit, width: int) -> tuple[int, int]:
    """Return the row and the letter of the caret in a text of many lines."""
    wrapped = wrap_places(edit.text, width)
    for row, (start, end) in reversed(list(enumerate(wrapped))):
        if start <= edit.caret <= end:
            return row, edit.caret - start
    return len(wrapped) - 1, 0


def note_span(look: Look, line: FormLine) -> Span:
    """Return what stands beside a field: what is wrong, else what it was, else a hint."""
    for key in fault_keys(look, line):
        fault = look.faults[key]
        return Span(fault_short(fault), "error" if fault.level == "fault" else "warning")
    theirs = theirs_of(look, line)
    if theirs is not None and theirs.clash:
        return Span(theirs.text, "warning")
    for slot in line.slots:
        if not look.model.new and ":" not in slot.key and slot.kind != "switch" and look.model.changed(slot.key):
            return Span(was_note(look.model, slot), "muted")
    if theirs is not None:
        return Span(theirs.text, "muted")
    for slot in line.slots:
        if slot.key in look.hints:
            return Span(look.hints[slot.key], "warning")
    return Span(line.hint, "muted")


def was_note(model: EditModel, slot: Slot) -> str:
    """Return what a field was: "var BRF 10 %", "var tomt"."""
    was = model.was(slot.key)
    if slot.kind in ("radio", "choice"):
        was = dict(options(model, slot.key)).get(was, was)
    if model.loaded.get(slot.key, "") is None:
        was = was or _("hidden")
    return _("was {value}", value=was.replace(NO_BREAK_SPACE, " ")) if was else _("was empty")


def _note(look: Look, line: FormLine, row: Sequence[Span]) -> list[Span]:
    note = note_span(look, line)
    here = width_of(row)
    if not note.text:
        return []
    start = max(look.frame.notes or here + 2, here + 2)
    if here >= (look.frame.notes or look.frame.right):
        start = max(look.frame.right - cell_len(note.text), here + 2)
    return [gap(start - here), note._replace(text=cut(note.text, max(look.frame.right - start, 0)))]
