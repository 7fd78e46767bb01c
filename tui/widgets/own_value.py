"""A value written in the place of two others: one line a part, above the band, while the choice stays in sight."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from core.text import _
from core.words import field_label
from tui.form.fields import split
from tui.form.slots import FIELD, LABEL_WIDTH, caret_spans
from tui.form.text_edit import TextEdit, window
from tui.format import fit
from tui.lines import GUTTER
from tui.paint import Span, gap, paint
from tui.signs import sign
from tui.theme import PALETTES
from tui.widgets.line_widget import LineWidget


class OwnValue(LineWidget, can_focus=True):
    """Takes one value, or the parts of an address: Enter goes on and, after the last, takes it; Esc leaves it."""

    @dataclass
    class Taken(Message):
        """What was written, by key."""

        values: dict[str, str | bool]

    class Left(Message):
        """Nothing was written."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.edits: list[TextEdit] = []
        self.at = 0
        self.first_letter = 0

    takes_text = True

    def begin(self, values: dict[str, str]) -> None:
        """Take the focus, with these texts to begin with."""
        self.keys = list(values)
        self.edits = [TextEdit(text, lines=key == "comment") for key, text in values.items()]
        self.at = self.first_letter = 0
        self.styles.height = len(self.keys) + 1
        self.add_class("-open")
        self.focus(scroll_visible=False)
        self.refresh()

    def take(self) -> None:
        """Give what is written to the page."""
        self.remove_class("-open")
        self.post_message(self.Taken({key: edit.text for key, edit in zip(self.keys, self.edits, strict=True)}))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say that letters are typed here."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Type; go to the next part, take the value, or leave."""
        if event.key == "escape":
            self.remove_class("-open")
            self.post_message(self.Left())
        elif event.key == "enter" and self.at == len(self.keys) - 1:
            self.take()
        elif event.key in ("enter", "tab", "down"):
            self._go((self.at + 1) % len(self.keys))
        elif event.key in ("shift+tab", "up"):
            self._go((self.at - 1) % len(self.keys))
        elif event.is_printable and event.character:
            self.edits[self.at].insert(event.character)
        elif not self.edits[self.at].press(event.key):
            return
        event.stop()
        event.prevent_default()
        self.refresh()

    def on_paste(self, event: events.Paste) -> None:
        """Put in what was pasted."""
        event.stop()
        self.edits[self.at].insert(event.text)
        self.refresh()

    def _go(self, at: int) -> None:
        self.at, self.first_letter = at, 0

    def focus_changed(self) -> None:
        """The caret shows only with focus."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the head, or a part with its label."""
        theme, width = self.app.theme, self.size.width
        if y == 0 or y > len(self.keys):
            return paint([gap(GUTTER), Span(_("Write what is to hold"), bold=True)] if y == 0 else (), theme, width)
        key, edit = self.keys[y - 1], self.edits[y - 1]
        on = y - 1 == self.at and self.has_focus
        name = split(key).name if split(key).group else key
        bar = Span(sign("cursor"), "accent") if on else gap(1)
        label = Span(fit(field_label(name), LABEL_WIDTH), "text" if on else "muted", bold=on)
        line = [bar, gap(GUTTER - 1), label, Span(sign("field"), "edge")]
        room = width - 2 - FIELD
        if not on:
            return paint([*line, Span(edit.text[:room])], theme, width)
        self.first_letter = window(edit.text, edit.caret, room, self.first_letter)
        shown = edit.text[self.first_letter :].replace("\n", " ")
        ansi = PALETTES[theme].ansi
        return paint([*line, *caret_spans(shown, edit.caret - self.first_letter, room, ansi=ansi)], theme, width)
