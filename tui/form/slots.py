"""What stands in the fields of the form: texts with a caret, choices, switches, actions; pure functions to spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len

from core.errors import Fault
from tui.form.model import EditModel
from tui.form.plan import FormLine, Slot, options
from tui.form.taking_in import Theirs
from tui.form.text_edit import TextEdit, window
from tui.format import cut, fit
from tui.lines import GUTTER
from tui.paint import Span, gap
from tui.signs import sign

LABEL_WIDTH = 14
FIELD = GUTTER + LABEL_WIDTH + 1
"""Where what is typed begins; the hairline stands one cell before."""


class Frame(NamedTuple):
    """Where fields end and notes begin at one width; `notes` 0: they have a line of their own below."""

    width: int
    end: int
    notes: int

    @property
    def right(self) -> int:
        """The cell after the last that is written on."""
        return self.width - 2


def frame(width: int) -> Frame:
    """Return the form's columns: notes at 52, from 120 cells at 68, under 80 below the field."""
    if width < 80:
        return Frame(width, width - 2, 0)
    return Frame(width, 50, 52) if width < 120 else Frame(width, 66, 68)


@dataclass
class Look:
    """Everything that a row's picture depends on."""

    model: EditModel
    lines: Sequence[FormLine]
    frame: Frame
    slot: str
    edit: TextEdit | None
    faults: Mapping[str, Fault]
    focused: bool
    ansi: bool
    hints: Mapping[str, str]
    offset: int = 0
    theirs: Mapping[str, Theirs] = field(default_factory=dict)


def text_of(look: Look, slot: Slot) -> str:
    """Return what a field says, with what is being typed."""
    if look.edit is not None and slot.key == look.slot:
        return look.edit.text
    return look.model.text(slot.key)


def comment_width(columns: Frame) -> int:
    """Return how many cells a line of the comment has."""
    return columns.right - FIELD


def surface_of(look: Look, on: bool) -> str:
    """Return what a field with the focus is painted on."""
    return "fieldfocus" if on and not look.ansi else ""


def _text_slot(look: Look, slot: Slot, width: int, on: bool) -> list[Span]:
    text = text_of(look, slot)
    if not on or look.edit is None:
        return [Span(fit(text, width), "muted" if look.model.hidden(slot.key) else "text")]
    shown = text[look.offset :]
    return caret_spans(shown, look.edit.caret - look.offset, width, ansi=look.ansi)


def caret_spans(text: str, caret: int, width: int, *, ansi: bool) -> list[Span]:
    """Return text on the surface of a focused field, bold, its caret a cell of its own; cut at the right."""
    surface = "" if ansi else "fieldfocus"
    under = text[caret : caret + 1] or " "
    before, after = text[:caret], text[caret + 1 :]
    room = width - cell_len(before) - cell_len(under)
    spans = [Span(before, bold=True, on=surface, underline=ansi)]
    spans.append(Span(under, "onaccent", on="cursor" if ansi else "accent"))
    if room > 0:
        after = _first_cells(after, room)
        spans.append(Span(after + " " * (room - cell_len(after)), bold=True, on=surface, underline=ansi))
    return spans


def _first_cells(text: str, width: int) -> str:
    while cell_len(text) > width:
        text = text[:-1]
    return text


def _locked_slot(look: Look, slot: Slot, width: int, on: bool) -> list[Span]:
    return [Span(fit(look.model.text(slot.key), width), "muted")]


def _radio_slot(look: Look, slot: Slot, width: int, on: bool) -> list[Span]:
    spans: list[Span] = []
    chosen = look.model.text(slot.key)
    for value, words in options(look.model, slot.key):
        name = "choice_on" if value == chosen else "choice_off"
        text = f"{sign(name)} {words}"
        spans += [gap(3)] if spans else []
        taken = value == chosen
        spans.append(Span(text, "text" if taken else "muted", bold=taken, on=surface_of(look, on and taken)))
    return spans


def _choice_slot(look: Look, slot: Slot, width: int, on: bool) -> list[Span]:
    words = dict(options(look.model, slot.key)).get(look.model.text(slot.key), look.model.text(slot.key))
    surface = surface_of(look, on)
    mark = sign("opens")
    text = fit(words, width - cell_len(mark) - 1)
    return [Span(text, bold=on, on=surface), Span(mark, "muted", on=surface), Span(" ", on=surface)]


def _switch_slot(look: Look, slot: Slot, width: int, on: bool) -> list[Span]:
    ticked = look.model.on(slot.key)
    mark = Span(sign("tick"), "accent", on=surface_of(look, on)) if ticked else Span(sign("none"), "muted")
    room = look.frame.right - FIELD - slot.start - 2
    role = "text" if ticked or on else "muted"
    return [mark, Span(" " + cut(slot.words, room), role, bold=on, on=surface_of(look, on))]


def _action_slot(look: Look, slot: Slot, width: int, on: bool) -> list[Span]:
    state, tab, verb = slot.words.partition("\t")
    if not tab:
        return [Span(cut(state, look.frame.right - FIELD - 16), bold=on, on=surface_of(look, on))]
    spans = [Span(state, "muted"), gap(3)] if state else []
    return [*spans, Span(sign("enter"), "accent", bold=True), Span(f" {verb}", "text" if on else "muted", bold=on)]


SLOT_PAINTERS: dict[str, Callable[[Look, Slot, int, bool], list[Span]]] = {
    "text": _text_slot,
    "locked": _locked_slot,
    "radio": _radio_slot,
    "choice": _choice_slot,
    "switch": _switch_slot,
    "action": _action_slot,
}


def text_offset(look: Look, slot: Slot, offset: int) -> int:
    """Return the first letter that the focused field shows, so that its caret is in sight."""
    if look.edit is None or slot.kind != "text":
        return 0
    width = (slot.width - 1 if slot.width else look.frame.end - FIELD - slot.start) or 1
    return window(look.edit.text, look.edit.caret, width, offset)
