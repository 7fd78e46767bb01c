"""A form in use: which slot has the focus, what is typed in it, what every key does; no Textual."""

from __future__ import annotations

from collections.abc import Callable

from tui.form.lines import caret_place
from tui.form.model import EditModel
from tui.form.plan import FormLine, Opened, Slot, options, plan, slot_for, slots_of
from tui.form.text_edit import TextEdit, wrap_places


class FormState:
    """The focus and the caret of a form over its model; the three callbacks say what happened.

    `edited(key)` a value changed; `moved(left, on)` another slot has the focus; `acted(key)` somebody else must do
    "add:contact" or "add:buyer". `locked` while it is being saved: keys move, but change nothing.
    """

    def __init__(
        self, *, edited: Callable[[str], object], moved: Callable[[str, str], object], acted: Callable[[str], object]
    ) -> None:
        self.edited, self.moved, self.acted = edited, moved, acted
        self.model: EditModel | None = None
        self.opened = Opened()
        self.next_number = ""
        self.comment_width = 60
        self.locked = False
        self.slot = ""
        self.edit: TextEdit | None = None
        self.lines: list[FormLine] = []

    def use(self, model: EditModel, slot: str = "") -> None:
        """Take a form, with the focus on `slot` (the first text field where "")."""
        self.model = model
        self.replan()
        self.focus(slot or next((one.key for one in slots_of(self.lines) if one.kind == "text"), ""))

    def replan(self) -> None:
        """Make the plan anew: what is filled in decides which lines there are."""
        self.lines = plan(self.form, self.opened, self.next_number)

    @property
    def form(self) -> EditModel:
        """The model; AssertionError before there is one."""
        assert self.model is not None
        return self.model

    @property
    def current(self) -> Slot | None:
        """The slot that has the focus."""
        return next((slot for slot in slots_of(self.lines) if slot.key == self.slot), None)

    @property
    def line(self) -> FormLine | None:
        """The line that has the focus."""
        return next((line for line in self.lines if any(slot.key == self.slot for slot in line.slots)), None)

    @property
    def part(self) -> int:
        """The contact or buyer that the focus is on, 0 where none."""
        return self.line.part if self.line is not None else 0

    # -- the focus -------------------------------------------------------------------------------------------------

    def focus(self, key: str, caret: int | None = None) -> None:
        """Put the focus on a slot, or the nearest to it; a folded contact or address that holds it is unfolded."""
        self._unfold(key)
        self.replan()
        found = {slot.key: slot for slot in slots_of(self.lines)}
        slot = found.get(key) or found[slot_for(key, self.lines)]
        left, self.slot = self.slot, slot.key
        is_text = slot.kind in ("text", "lines")
        self.edit = TextEdit(self.form.text(slot.key), caret=caret, lines=slot.kind == "lines") if is_text else None
        if left != self.slot:
            self.moved(left, self.slot)

    def _unfold(self, key: str) -> None:
        parts = key.split(".")
        if parts[0] == "contacts" and len(parts) > 1:
            self.opened.parts.add(int(parts[1]))
        elif parts[0] in ("invoice", "postal"):
            self.opened.addresses.add(parts[0])
        elif parts[0].startswith("tax_") or parts[0] == "buyers":
            self.opened.tax = True

    def step(self, by: int) -> None:
        """Go to the next or previous slot; from the last to the first."""
        keys = [slot.key for slot in slots_of(self.lines)]
        index = keys.index(self.slot) if self.slot in keys else -1
        self.focus(keys[(index + by) % len(keys)])

    def go_lines(self, by: int) -> None:
        """Go to the nearest slot so many lines below or above, in the same column where there is one."""
        column = self.current.start if self.current else 0
        here = next((n for n, line in enumerate(self.lines) if any(slot.key == self.slot for slot in line.slots)), 0)
        step = 1 if by > 0 else -1
        lines = [n for n, line in enumerate(self.lines) if slots_of([line]) and (n - here) * step > 0]
        if lines:
            target = min(lines, key=lambda n: (abs(n - here - by), n * step))
            slots = slots_of([self.lines[target]])
            self.focus(min(slots, key=lambda slot: abs(slot.start - column)).key)

    def fold(self) -> bool:
        """Fold the contact that has the focus to one line; False where none has."""
        part = self.part
        if part not in self.opened.parts:
            return False
        self.opened.parts.discard(part)
        self.slot = f"fold:{part}"
        self.replan()
        self.focus(self.slot)
        return True

    # -- keys ------------------------------------------------------------------------------------------------------

    def key(self, key: str, character: str) -> bool:
        """Do what a key does (Textual's name, and what it types, "" for nothing); False where it means nothing here."""
        slot = self.current
        if slot is not None and not self.locked and self._slot_key(slot, key, character):
            return True
        if key in ("tab", "enter"):
            self.step(1)
        elif key == "shift+tab":
            self.step(-1)
        elif key in ("up", "down"):
            self.go_lines(1 if key == "down" else -1)
        else:
            return bool(character) and self.edit is not None
        return True

    def _slot_key(self, slot: Slot, key: str, character: str) -> bool:
        if self.edit is not None:
            return self._type(slot, self.edit, key, character)
        if slot.kind in ("radio", "choice") and key in ("left", "right", "space"):
            self.choose(-1 if key == "left" else 1)
            return True
        if slot.kind == "switch" and key == "space":
            self.toggle()
            return True
        if slot.kind == "action" and key in ("enter", "space"):
            self.act()
            return True
        return False

    def _type(self, slot: Slot, edit: TextEdit, key: str, character: str) -> bool:
        if slot.kind == "lines" and key in ("up", "down", "enter"):
            return self._in_lines(edit, key)
        before = edit.text
        hidden = self.form.hidden(slot.key)
        replaces = hidden and (bool(character) or key in ("backspace", "delete"))
        if replaces:
            edit.text, edit.caret = "", 0
        if character:
            edit.insert(character)
        elif not edit.press(key):
            return False
        if replaces or edit.text != before:
            self._put(edit.text)
        return True

    def _in_lines(self, edit: TextEdit, key: str) -> bool:
        """Move within the comment; above its first line and below its last the key leaves it."""
        if key == "enter":
            self.paste("\n")
            return True
        wrapped = wrap_places(edit.text, self.comment_width)
        row, column = caret_place(edit, self.comment_width)
        there = row + (1 if key == "down" else -1)
        if not 0 <= there < len(wrapped):
            return False
        start, end = wrapped[there]
        edit.caret = min(start + column, end)
        return True

    def paste(self, text: str) -> None:
        """Put in what was pasted, where the caret is."""
        if self.edit is None or self.locked:
            return
        if self.form.hidden(self.slot):
            self.edit.text, self.edit.caret = "", 0
        self.edit.insert(text)
        self._put(self.edit.text)

    def choose(self, by: int) -> None:
        """Take the next or previous of what a choice can be."""
        values = [value for value, _words in options(self.form, self.slot)]
        chosen = self.form.text(self.slot)
        index = values.index(chosen) if chosen in values else 0
        self._put(values[(index + by) % len(values)])

    def toggle(self) -> None:
        """Turn the switch that has the focus on or off."""
        self._put(not self.form.on(self.slot))

    def _put(self, value: str | bool) -> None:
        self.form.set(self.slot, value)
        self.replan()
        self.edited(self.slot)

    def act(self) -> None:
        """Do the action that has the focus."""
        verb, _colon, what = self.slot.partition(":")
        if verb == "add":
            self.acted(self.slot)
        elif verb == "fold" and int(what) in self.form.removed:
            self.form.put_back(int(what))
            self.edited(self.slot)
            self.focus(self.slot)
        elif verb == "fold":
            self.focus(f"contacts.{what}.name")
        elif what == "tax":
            self.focus("tax_property")
        elif what == "countries":
            self.opened.countries = True
            self.focus("visiting.country")
        else:
            self.focus(f"{what}.row1")

    def take_back(self) -> bool:
        """Give the field that has the focus what was loaded, or again what was typed; False where there is neither."""
        if not self.form.take_back(self.slot):
            return False
        self.edited(self.slot)
        self.focus(self.slot)
        return True
