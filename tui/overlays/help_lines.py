"""Help as lines: every key by task, the reason under one that cannot be used now, and what the signs mean; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from core.text import N_, _
from core.values.finding import Typed
from core.values.sorting import fold, spell
from tui.keys import GROUPS, KEYS, Key
from tui.lines import GUTTER, WIDE, Row, wrapped
from tui.listing.lines import NO_TYPED, marked
from tui.overlays.palette_entries import caps
from tui.paint import Line, Span, gap, width_of
from tui.signs import sign

CAPS = 11
"""Cells of the keys and the air after them, at the least."""
COLUMN_AIR = 3
EVERYWHERE = ("move", "go", "everywhere")
UNTOLD = "palette"
SIGNS: tuple[tuple[str, str, str], ...] = (
    ("alert", "error", N_("fault, refused")),
    ("unsaved", "warning", N_("changed, not saved")),
    ("added", "success", N_("will be added")),
    ("changed", "warning", N_("will be changed")),
    ("removed", "muted", N_("left out, or none")),
    ("ask", "accent", N_("to be chosen")),
    ("choice_on", "accent", N_("choice taken")),
    ("tick", "accent", N_("on, marked, done")),
)
"""The signs that stand in gutters: name in tui.signs, role, meaning."""


class HelpKey(NamedTuple):
    """A key as help shows it: its caps, what it does, and why it cannot be used now ("" where it can)."""

    id: str
    caps: str
    words: str
    reason: str = ""


class HelpGroup(NamedTuple):
    """The keys of one task."""

    head: str
    keys: Sequence[HelpKey]


def help_groups(first: Sequence[str], reason: Callable[[str], str | None]) -> list[HelpGroup]:
    """Return every key of the catalogue by task: the groups of `first`, what works everywhere, then the others.

    Those of palette and help are not told: they stand in the band while one is there.
    """
    order = [*first, *(group for group in EVERYWHERE if group not in first)]
    order += [group for group in GROUPS if group not in (*order, UNTOLD)]
    groups = []
    for group in order:
        keys = [
            HelpKey(key.id, caps(key), _(key.help or key.words), reason(key.id) or "")
            for key in KEYS.values()
            if key.group == group
        ]
        if keys:
            groups.append(HelpGroup(_(GROUPS[group]), keys))
    return groups


def count_keys(groups: Sequence[HelpGroup]) -> tuple[int, int]:
    """Return how many keys there are, and how many of them cannot be used now."""
    keys = [key for group in groups for key in group.keys]
    return len(keys), sum(bool(key.reason) for key in keys)


def help_rows(groups: Sequence[HelpGroup], width: int) -> list[Row]:
    """Return the page: as many columns as there is room for, groups whole, columns about as long as each other."""
    count = 3 if width >= WIDE else 2 if width >= 76 else 1
    room = (width - GUTTER - 2 - COLUMN_AIR * (count - 1)) // count
    blocks = [*(_group_lines(group, room) for group in groups), _sign_lines(room)]
    columns = _balanced(blocks, count)
    lines: list[Line] = []
    for y in range(max(map(len, columns))):
        line: list[Span] = []
        for place, column in enumerate(columns):
            if y < len(column) and column[y]:
                line += [gap(place * (room + COLUMN_AIR) - width_of(line)), *column[y]]
        lines.append(line)
    return [Row(line) for line in lines]


def _group_lines(group: HelpGroup, room: int) -> list[Line]:
    lines: list[Line] = [[Span(group.head, bold=True)]]
    for key in group.keys:
        lines += _key_lines(key, room)
    return lines


def _key_lines(key: HelpKey, room: int, typed: Typed = NO_TYPED, cap_width: int = CAPS) -> list[Line]:
    """Return a key: its caps, its words beside them where there is room, and the reason below."""
    role = "muted" if key.reason else "text"
    cap = Span(key.caps, "muted" if key.reason else "accent", bold=not key.reason)
    texts = wrapped(key.words, room - cap_width)
    lines: list[Line] = []
    if cell_len(key.caps) > cap_width - 1:
        lines.append([cap])
        cap = gap(0)
    for place, text in enumerate(texts):
        lines.append(
            [cap if not place else gap(0), *_at(cap_width, cap if not place else gap(0)), *marked(text, typed, role)]
        )
    lines += [[gap(cap_width), Span(text, "warning")] for text in wrapped(key.reason, room - cap_width) if text]
    return lines


def _at(cell: int, before: Span) -> list[Span]:
    return [gap(cell - cell_len(before.text))]


def _sign_lines(room: int) -> list[Line]:
    lines: list[Line] = [[Span(_("Signs"), bold=True)]]
    for name, role, words in SIGNS:
        lines.append([Span(sign(name), role, bold=True), gap(CAPS - cell_len(sign(name))), Span(_(words), role)])
    return lines


def _balanced(blocks: Sequence[Sequence[Line]], count: int) -> list[list[Line]]:
    """Return the blocks in order in so many columns, an empty line between two; none much longer than it must be."""
    longest = max(map(len, blocks))
    total = sum(len(block) + 1 for block in blocks)
    height = max(longest, -(-total // count))
    while True:
        columns: list[list[Line]] = [[]]
        for block in blocks:
            if columns[-1] and len(columns[-1]) + 1 + len(block) > height:
                columns.append([])
            columns[-1] += [*([[]] if columns[-1] else []), *block]
        if len(columns) <= count:
            return columns
        height += 1


def found_keys(groups: Sequence[HelpGroup], typed: Typed) -> list[HelpGroup]:
    """Return the keys whose words, caps or group have every word that is typed."""
    found = []
    for group in groups:
        keys = [key for key in group.keys if _has(f"{key.caps} {key.words} {group.head}", typed)]
        if keys:
            found.append(HelpGroup(group.head, keys))
    return found


def _has(text: str, typed: Typed) -> bool:
    spelled = spell(text)
    folded = fold(spelled)
    return all(word.form in (spelled if word.literal else folded) for word in typed.words)


def found_rows(groups: Sequence[HelpGroup], typed: Typed, width: int) -> list[Row]:
    """Return what was found in one column, a row a key, so that the cursor can go to one."""
    rows: list[Row] = []
    for group in groups:
        rows += [*([Row()] if rows else []), Row([Span(group.head, bold=True)])]
        for key in group.keys:
            lines = _key_lines(key, width - GUTTER - 2, typed, CAPS + 5)
            rows += [Row(line, ref=key.id, bold=2) for line in lines]
    return rows or [Row([Span(_("No key does that: type another word"), "muted")])]


def key_of(key_id: str) -> Key:
    """Return a key of the catalogue."""
    return KEYS[key_id]
