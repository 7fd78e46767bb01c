"""What goes in and out of imports: the file as it was read, the mapping of its columns, what becomes of each row."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from core.errors import Level, Param

Outcome = Literal["new", "changed", "unchanged", "added", "refused", "skipped"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "unchanged", "added", "refused", "skipped")
"""What can become of a row. "added" brings one more contact or address to a customer of an earlier row."""

MatchedBy = Literal["", "number", "org_no"]


class Mapping(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which column of which sheet is which field.

    `heading_row` is the heading's row in the file, from 1 (0: the file has no heading, its first row is a customer).
    `columns` has a field for every column from the left, "" where it is not read; fields are `exchange.fields.FIELDS`
    and "contacts.<n>.<part>" with n from 1. `encoding` and `delimiter` "" are found out.
    """

    sheet: str = ""
    heading_row: int = 1
    columns: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""


class Column(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column: its heading as written, its letter (A, B, …), the field it would be read as, some of its values."""

    heading: str
    letter: str
    field: str = ""
    examples: tuple[str, ...] = ()


class Sheet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sheet of the file (a CSV file has one, called ""): its rows below the heading, and the mapping proposed for it.

    `remembered` says that the mapping was set by hand for the same headings before.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    mapping: Mapping
    remembered: bool = False


class FileView(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file as it was read: `format` "csv", "xlsx", "xls" or "ods"; `sheet` is the one that looks like a register."""

    name: str
    format: str
    sheets: tuple[Sheet, ...]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""

    @property
    def mapping(self) -> Mapping:
        """The mapping proposed for the sheet that looks like a register."""
        return next(sheet.mapping for sheet in self.sheets if sheet.name == self.sheet)


class RowFault(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is wrong in a row: the field, the heading of its column ("" where there is none), the code and what it was.

    `exchange.words.fault_text` says it in the user's language.
    """

    level: Level = "fault"
    field: str
    code: str
    column: str = ""
    params: dict[str, Param] = {}


class FieldChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One field's value before and after, in stored form; personal numbers are masked.

    `field` is the customer's: "name", "visiting" (`now` a dict of its parts), or "contacts" with the contact's id in
    `id`, its name in `label` and the part in `part` ("phone"; "" for a whole new contact, `now` a dict of it). None is
    empty, or not for this user to see. `by_hand` names who changed it since the last import, and `on` when (UTC).
    """

    field: str
    was: Any = None
    now: Any = None
    part: str = ""
    label: str = ""
    id: int = 0
    by_hand: str = ""
    on: str = ""


class ImportRow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What becomes, or became, of one row; `row` is its number in the file, from 1.

    `fields` counts what it would write; `unchanged` names fields that already are so. `dry` is what the dry run said
    where applying came to something else ("" where it did not). `group` is the row that first named the customer.
    """

    row: int
    outcome: Outcome
    number: str = ""
    name: str = ""
    customer: int | None = None
    matched_by: MatchedBy = ""
    fields: int = 0
    faults: tuple[RowFault, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    unchanged: tuple[str, ...] = ()
    dry: str = ""
    group: int = 0


class ImportRows(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A window of rows in the file's order; go on with `after=last`, or back with `before=rows[0].row`.

    `at_start` and `at_end` say that nothing stands before or behind it; a window within may not know and says no.
    """

    rows: tuple[ImportRow, ...]
    last: int = 0
    at_start: bool = True
    at_end: bool = True
