"""Which column of a file is which field, set by hand: what is shown of it and what a choice makes of it; pure."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import msgspec
from rich.cells import cell_len

from core.exchange.csv_in import DELIMITERS
from core.exchange.encodings import ENCODINGS
from core.exchange.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, READ_ONLY_FIELDS, contact_key, contact_part, heading
from core.imports.views import Column, FileView, Mapping, Sheet
from core.text import N_, _, number
from core.values.finding import Typed
from core.values.sorting import fold, spell
from tui.format import cut
from tui.lines import Row
from tui.listing.lines import marked
from tui.paint import Span, gap, width_of
from tui.signs import sign

ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (LE)",
    "utf-16-be": "UTF-16 (BE)",
    "utf-32-le": "UTF-32 (LE)",
    "utf-32-be": "UTF-32 (BE)",
    "cp1252": "Windows (1252)",
    "cp850": "DOS (850)",
    "mac_roman": "Mac Roman",
}
DELIMITER_NAMES = {
    "semicolon": N_("semicolon ;"),
    "tab": N_("tab"),
    "comma": N_("comma ,"),
    "pipe": N_("pipe |"),
}
CONTACTS = 3
"""Contacts whose fields are offered, at least; one more than the file has where it has as many."""
FIELD_AT = 20
"""The cell where the field begins, counted from the gutter."""


class Setting(NamedTuple):
    """A row of the pane: "sheet", "encoding", "delimiter", or a "column" with its place from 0."""

    kind: str
    place: int = 0


class Choice(NamedTuple):
    """One thing that can be chosen for a setting: what it is, and its words."""

    value: str
    words: str
    note: str = ""


class Chosen(NamedTuple):
    """What a row of choices refers to."""

    value: str


def sheet_of(file: FileView, mapping: Mapping) -> Sheet:
    """Return the sheet that a mapping reads."""
    return next((sheet for sheet in file.sheets if sheet.name == mapping.sheet), file.sheets[0])


def setting_rows(file: FileView, mapping: Mapping, width: int) -> list[Row]:
    """Return the pane: what kind of file, where that can be set, then every column with the field it is read as."""
    sheet = sheet_of(file, mapping)
    read = sum(bool(field) for field in mapping.columns)
    rows = [
        Row(
            [
                Span(_("Columns"), bold=True),
                gap(1),
                Span(_("{n} of {total} read", n=number(read), total=number(len(sheet.columns))), "muted"),
            ]
        )
    ]
    if len(file.sheets) > 1:
        rows.append(_setting(Setting("sheet"), _("Sheet"), mapping.sheet, width))
    if file.format == "csv":
        encoding = ENCODING_NAMES.get(mapping.encoding, mapping.encoding)
        rows.append(_setting(Setting("encoding"), _("Encoding"), encoding, width))
        delimiter = _(DELIMITER_NAMES.get(mapping.delimiter, "")) or mapping.delimiter
        rows.append(_setting(Setting("delimiter"), _("Between cells"), delimiter, width))
    rows.append(Row())
    for place, column in enumerate(sheet.columns):
        field = mapping.columns[place] if place < len(mapping.columns) else ""
        rows.append(_column(place, column, field, width))
    return rows


def _setting(setting: Setting, label: str, value: str, width: int) -> Row:
    words = cut(value, max(width - FIELD_AT, 1))
    return Row([Span(label, "muted"), gap(FIELD_AT - cell_len(label)), Span(words)], ref=setting, bold=2)


def _column(place: int, column: Column, field: str, width: int) -> Row:
    letter = Span(column.letter, "muted")
    head = Span(cut(column.heading or _("(no heading)"), FIELD_AT - 6), "text" if field else "muted")
    line = [letter, gap(3 - cell_len(column.letter)), head]
    name = Span(field_name(field) if field else _("not read"), "text" if field else "muted")
    line += [gap(FIELD_AT - width_of(line)), name._replace(text=cut(name.text, max(width - FIELD_AT, 1)))]
    mark = Span(sign("unsaved"), "warning", bold=True, sign=True) if field != column.field else None
    return Row(line, ref=Setting("column", place), sign=mark, bold=2)


def field_name(field: str) -> str:
    """Return what a field is called."""
    return heading(field)


def examples(file: FileView, mapping: Mapping, place: int) -> str:
    """Return what stands in a column: its heading and some of its values."""
    column = sheet_of(file, mapping).columns[place]
    values = f" {sign('dot')} ".join(" ".join(value.split()) for value in column.examples)
    return f"{column.heading or column.letter}: {values or _('nothing in the first rows')}"


def choices(file: FileView, mapping: Mapping, setting: Setting) -> list[Choice]:
    """Return what can be chosen for a setting."""
    if setting.kind == "sheet":
        return [Choice(sheet.name, sheet.name, _("{n} rows", n=number(sheet.rows))) for sheet in file.sheets]
    if setting.kind == "encoding":
        return [Choice(name, ENCODING_NAMES[name]) for name in ENCODINGS]
    if setting.kind == "delimiter":
        return [Choice(name, _(DELIMITER_NAMES[name])) for name in DELIMITERS]
    taken = {field: place for place, field in enumerate(mapping.columns) if field and place != setting.place}
    columns = sheet_of(file, mapping).columns
    found = [Choice("", _("not read"))]
    for key in field_keys(mapping.columns):
        letter = columns[taken[key]].letter if key in taken and taken[key] < len(columns) else ""
        found.append(Choice(key, field_name(key), _("column {letter}", letter=letter) if letter else ""))
    return found


def field_keys(given: Sequence[str]) -> list[str]:
    """Return the fields that are offered: all of a customer's, and those of one contact more than are given."""
    people = [part[0] for field in given if (part := contact_part(field)) is not None]
    contacts = min(max([CONTACTS, *(n + 1 for n in people)]), 9)
    keys = [field.key for field in (*CUSTOMER_FIELDS, *READ_ONLY_FIELDS)]
    return keys + [contact_key(n, field.key) for n in range(1, contacts + 1) for field in CONTACT_FIELDS]


def choice_rows(found: Sequence[Choice], now: str, typed: Typed, width: int) -> list[Row]:
    """Return what can be chosen and has every word that is typed, ticked where it is so now."""
    rows = []
    for choice in found:
        if not _has(choice.words, typed):
            continue
        line = marked(
            cut(choice.words, max(width - cell_len(choice.note) - 2, 8)), typed, "text" if choice.value else "muted"
        )
        if choice.note:
            line += [gap(width - cell_len(choice.note) - width_of(line)), Span(choice.note, "muted")]
        mark = Span(sign("tick"), "accent", sign=True) if choice.value == now else None
        rows.append(Row(line, ref=Chosen(choice.value), sign=mark, bold=0))
    return rows or [Row([Span(_("No field is called that"), "muted")])]


def _has(words: str, typed: Typed) -> bool:
    folded = fold(spell(words))
    return all(word.folded in folded for word in typed.words)


def now_chosen(mapping: Mapping, setting: Setting) -> str:
    """Return what a setting is now."""
    if setting.kind == "column":
        return mapping.columns[setting.place] if setting.place < len(mapping.columns) else ""
    return str(getattr(mapping, setting.kind))


def with_field(mapping: Mapping, place: int, field: str, columns: int) -> Mapping:
    """Return the mapping with column `place` read as `field`; the column that was read so before is read no more."""
    fields = [*mapping.columns, *[""] * (columns - len(mapping.columns))]
    fields = ["" if field and one == field else one for one in fields]
    fields[place] = field
    return msgspec.structs.replace(mapping, columns=tuple(fields))


def chosen_value(ref: Hashable | None) -> str | None:
    """Return the value of the choice that a row of `choice_rows` refers to."""
    return ref.value if isinstance(ref, Chosen) else None
