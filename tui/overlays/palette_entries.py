"""What the palette offers: what concerns this page's customer, what works everywhere, customers; pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding

from core.customers.views import CustomerWindow
from core.text import INTERFACE_LANGUAGES, N_, _, speech
from core.values.finding import Typed
from core.values.sorting import fold, spell
from tui.format import cut
from tui.keys import GROUPS, KEYS, Key, keycap
from tui.lines import GUTTER, Row
from tui.listing.lines import NO_TYPED, marked
from tui.paint import Span, gap, width_of
from tui.signs import sign

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.screens.base import Page

NOTE_AT = 31
"""The cell, counted from the gutter, where notes and reasons begin."""
NOT_OFFERED = frozenset(
    ("app.back", "app.palette", "app.help", "app.repaint", "go.menu", "card.next_tab", "card.previous_tab")
)
"""Keys that the palette says nothing of: one steps and turns with them, or they lead to it."""
STEPS = ("palette.", "search.", "filters.", "table.")
EVERYWHERE = ("find", "several", "go", "everywhere")
"""The groups of keys that are not about the customer on the page."""
THEMES: dict[str, str] = {
    "dark": N_("Theme: dark"),
    "light": N_("Theme: light"),
    "contrast": N_("Theme: high contrast"),
    "ansi": N_("Theme: 16 colours"),
}
LANGUAGES: dict[str, str] = {"sv": "svenska", "en": "English"}
"""Each in its own words: who does not read the other must find it."""


class Entry(NamedTuple):
    """One line: what it runs (a key's id, "theme:…", "language:…", "customer:<id>"), its words, note and key caps."""

    id: str
    words: str
    note: str = ""
    caps: str = ""
    usable: bool = True


class Section(NamedTuple):
    """A head with what stands muted after it, and its entries."""

    head: str
    note: str
    entries: Sequence[Entry]


def caps(key: Key) -> str:
    """Return the key caps of a key, apart by a space: "Ctrl+P :"."""
    return " ".join(keycap(name) for name in key.keys.split(",")) if key.keys else ""


def bound_keys(page: Page[Any]) -> list[Key]:
    """Return the keys of the catalogue that do something on the page as it is: its own and those of what has focus."""
    nodes: Iterable[DOMNode] = page.focused.ancestors_with_self if page.focused is not None else (page, page.app)
    bound = {
        binding.id
        for node in nodes
        for kind in type(node).__mro__
        for binding in vars(kind).get("BINDINGS", ())
        if isinstance(binding, Binding)
    }
    return [key for key in KEYS.values() if key.id in bound or key.id.startswith("go.")]


def command_sections(page: Page[Any], theme: str, *, sixteen_colours: bool) -> list[Section]:
    """Return what concerns the page first, headed by its customer where there is one, then what works everywhere."""
    offered = [
        _entry(page, key)
        for key in bound_keys(page)
        if key.id not in NOT_OFFERED and not key.id.startswith(STEPS) and key.group not in EVERYWHERE
    ]
    everywhere = [
        _entry(page, key)
        for key in bound_keys(page)
        if key.id not in NOT_OFFERED and not key.id.startswith(STEPS) and key.group in EVERYWHERE
    ]
    head = GROUPS["everywhere"]
    name, number = page.subject() or (page.path()[-1] if page.path() else _(head), "")
    everywhere += _themes(theme, sixteen_colours)
    everywhere += [
        Entry(
            f"language:{code}",
            _("Language: {name}", name=LANGUAGES[code]),
            _("now") if code == speech().language else "",
        )
        for code in INTERFACE_LANGUAGES
    ]
    return [Section(name, number, offered), Section(_(head), "", everywhere)]


def _entry(page: Page[Any], key: Key) -> Entry:
    reason = page.reason(key.id)
    words = _(key.help or key.words)
    return Entry(key.id, words[:1].upper() + words[1:], reason or "", caps(key), usable=reason is None)


def _themes(theme: str, sixteen_colours: bool) -> list[Entry]:
    entries = []
    for name, words in THEMES.items():
        now = theme.startswith("ansi") if name == "ansi" else theme == name
        usable = name == "ansi" or now or not sixteen_colours
        note = _("now") if now else "" if usable else _("this terminal shows 16 colours")
        entries.append(Entry(f"theme:{name}", _(words), note, usable=usable))
    return entries


def customer_section(window: CustomerWindow) -> Section:
    """Return the customers that were found."""
    entries = []
    for row in window.rows:
        formerly = _("formerly {number}", number=row.formerly) if row.formerly else ""
        note = f" {sign('dot')} ".join(part for part in (row.number, formerly, row.city) if part)
        entries.append(Entry(f"customer:{row.id}", row.name, note if row.active else f"{note}, {_('inactive')}"))
    more = "" if window.at_end else "+"
    return Section(_("Customers"), f"{len(entries)}{more}", entries)


def narrowed(sections: Sequence[Section], typed: Typed) -> list[Section]:
    """Return only what has every word that is typed, what begins with the first of them first; empty sections go."""
    found = []
    for section in sections:
        entries = [entry for entry in section.entries if _has(entry.words, typed)]
        if typed.words:
            entries.sort(key=lambda entry: not fold(spell(entry.words)).startswith(typed.words[0].folded))
        if entries:
            found.append(section._replace(entries=entries))
    return found


def _has(words: str, typed: Typed) -> bool:
    spelled = spell(words)
    folded = fold(spelled)
    return all(word.form in (spelled if word.literal else folded) for word in typed.words)


def palette_rows(sections: Sequence[Section], typed: Typed, width: int) -> list[Row]:
    """Return the sections as rows of a list `width` cells wide: an empty line before each head, as in LOOK.md."""
    rows: list[Row] = []
    for section in sections:
        note = [gap(1), Span(section.note, "muted")] if section.note else []
        rows += [Row(), Row([Span(cut(section.head, width - 20), bold=True), *note])]
        rows += [_row(entry, typed, width - GUTTER - 2) for entry in section.entries]
    if not rows:
        rows = [Row(), Row([Span(_("Nothing is called that: type another word"), "muted")])]
    return rows


def _row(entry: Entry, typed: Typed, room: int) -> Row:
    role = "text" if entry.usable else "muted"
    at_right = cell_len(entry.caps) + 2 if entry.caps else 0
    longest = (NOTE_AT - 2 if entry.note else room) if room > 50 else room
    words = cut(entry.words, min(longest, room - at_right))
    line = marked(words, typed if entry.usable else NO_TYPED, role)
    if entry.note and room - at_right > NOTE_AT + 4:
        line += [gap(NOTE_AT - width_of(line)), Span(cut(entry.note, room - at_right - NOTE_AT), "muted")]
    if entry.caps:
        cap = Span(entry.caps, "accent" if entry.usable else "muted", bold=entry.usable)
        line += [gap(room - cell_len(entry.caps) - width_of(line)), cap]
    return Row(line, ref=entry.id, bold=0)
