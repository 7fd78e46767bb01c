"""One row of a file laid upon a customer: cells to values, before any rule has looked at them; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.customers.views import ADDRESS_KINDS, Address, Contact, CustomerValues
from core.errors import Level, Param
from core.exchange import choices
from core.exchange.cells import CLEAR, unguard
from core.exchange.fields import Kind, address_part, contact_part, kind_of
from core.imports.views import Mapping, RowFault
from core.values.cleaning import clean
from core.values.sorting import fold

NewId = Callable[[], int]

_ERRORS = (
    "#n/a #ref! #value! #div/0! #name? #null! #num! #spill! #calc! #saknas! #referens! #vardefel! #namn? #division/0!"
    " #skarning! #ogiltigt! #tom! #overfel!"
)
_CELL_ERRORS = frozenset(_ERRORS.split())
_POSTCODE_CITY = re.compile(r"((?:[A-Za-z]{1,2}[\s-])?\d{3}\s?\d{2})[\s,]+(\D.*)")
_DIGITS = frozenset({"number", "org_no", "personal_no", "postcode", "phone", "mobile"})
_FLAGS = ("send_protocol", "send_work_order")


class Clear:
    """What stands for a cell that clears its field."""


CLEARED = Clear()
Value = str | bool | Clear


@dataclass(slots=True)
class Row:
    """A row as it was read: its number, and per field what its cell says; empty cells are not in it."""

    number: int
    values: dict[str, Any]
    faults: list[RowFault]

    def text(self, key: str) -> str:
        """Return a text, "" where the cell is empty or clears."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""


class Columns:
    """The columns that are read, and what each is headed by.

    A row with something behind the `declared` columns has come apart, and is refused; 0: what stands there is let be.
    """

    def __init__(self, mapping: Mapping, headings: Sequence[str], *, declared: int = 0) -> None:
        self.fields = mapping.columns
        self._read = [(place, key, kind_of(key) or "text") for place, key in enumerate(mapping.columns) if key]
        self._headings = {key: headings[place] for place, key in enumerate(mapping.columns) if place < len(headings)}
        self._declared = declared

    def heading(self, *keys: str) -> str:
        """Return the heading of the first of these fields that has a column; "" where none has."""
        return next((self._headings[key] for key in keys if key in self._headings), "")

    def fault(self, key: str, code: str, level: Level = "fault", **params: Param) -> RowFault:
        """Return a fault of the field `key`, with its column."""
        return RowFault(field=key, code=code, column=self.heading(key), params=params, level=level)

    def read(self, number: int, cells: Sequence[str]) -> Row:
        """Return what the cells of a row say, field by field."""
        row = Row(number, {}, [])
        for place, key, kind in self._read:
            cell = cells[place] if place < len(cells) else ""
            if cell and (text := clean(cell, lines=key == "comment")):
                self._take(row, key, kind, text)
        if self._declared and any(cell.strip() for cell in cells[self._declared :]):
            row.faults.append(self.fault("", "row.cells", have=len(cells), columns=self._declared))
        return row

    def _take(self, row: Row, key: str, kind: Kind, text: str) -> None:
        if text == CLEAR:
            row.values[key] = CLEARED
            return
        if text[0] == "#" and fold(text) in _CELL_ERRORS:
            row.faults.append(self.fault(key, "cell.error", "warning", value=text))
            return
        text = _plain(key, unguard(text))
        if "\N{REPLACEMENT CHARACTER}" in text:
            row.faults.append(self.fault(key, "cell.encoding", "warning"))
        if kind == "text":
            if text:
                row.values[key] = text
            return
        chosen = choices.PARSERS[kind](text)
        if chosen is None:
            row.faults.append(self.fault(key, "cell.choice", "warning", value=text[:60]))
        else:
            row.values[key] = chosen


def _plain(key: str, text: str) -> str:
    """Return a text without what programs put round it so that a spreadsheet lets it be: ="0701", 10001.0."""
    if text[:2] == '="' and text[-1] == '"' and len(text) > 3:
        return text[2:-1].replace('""', '"').strip()
    if text[-2:] == ".0" and text[:-2].isdecimal() and key.rpartition(".")[2] in _DIGITS:
        return text[:-2]
    return text


@dataclass(slots=True)
class Laid:
    """A customer with a row laid upon it: the values, which fields and parts of contacts the row says, who is whose slot.

    `touched` has fields of the customer; `parts` contact id -> its parts; `slots` contact id -> the number of its columns.
    """

    values: CustomerValues
    touched: set[str] = field(default_factory=set)
    parts: dict[int, set[str]] = field(default_factory=dict)
    slots: dict[int, int] = field(default_factory=dict)


def person_key(name: str) -> str:
    """Return a contact's name as two are compared: case, accents and spaces apart."""
    return "".join(fold(name).split())


def lay(row: Row, base: CustomerValues, new_id: NewId, *, new: bool, others: frozenset[int] = frozenset()) -> Laid:
    """Lay `row` upon `base`: what the row says is taken, all else stays.

    `new` says that the customer is new. `others` are contacts that earlier rows of the file have named: they are no
    match by e-mail.
    """
    laid = Laid(base)
    changed = _simple(row, new=new) | _addresses(row, base)
    if contacts := slots_of(row):
        changed["contacts"] = _contacts(laid, contacts, base.contacts, new_id, others)
    laid.touched = set(changed) - {"contacts"}
    laid.values = msgspec.structs.replace(base, **changed)
    return laid


def _simple(row: Row, *, new: bool) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for key, value in row.values.items():
        if "." in key or key == "number":
            continue
        if value is CLEARED:
            if key not in ("type", "private", "active", "inactive", "vat_type"):
                changed[key] = False if kind_of(key) == "yes_no" else ""
        else:
            changed[key] = value
    return _translated(changed, new=new)


def _translated(changed: dict[str, Any], *, new: bool) -> dict[str, Any]:
    """Turn what other systems have a column for into our fields."""
    if "inactive" in changed:
        changed.setdefault("active", not changed["inactive"])
    if "private" in changed:
        changed.setdefault("type", "private" if changed["private"] else "company")
    if changed.get("personal_no") and not changed.get("org_no"):
        changed["org_no"] = changed["personal_no"]
        if new:
            changed.setdefault("type", "private")
    if changed.get("gln") and not changed.get("e_invoice"):
        changed["e_invoice"] = f"0088:{changed['gln']}"
    for key in ("inactive", "private", "personal_no", "gln"):
        changed.pop(key, None)
    return changed


def _addresses(row: Row, base: CustomerValues) -> dict[str, Address | None]:
    parts: dict[str, dict[str, str]] = {}
    for key, value in row.values.items():
        found = address_part(key)
        if found is None:
            continue
        kind, part = found
        text = value if isinstance(value, str) else ("SE" if part == "country" else "")
        mine = parts.setdefault(kind, {})
        if part == "postcode_city":
            split = _POSTCODE_CITY.fullmatch(text)
            mine |= {"postcode": split[1], "city": split[2]} if split else {"city": text}
        else:
            mine[part] = text
    changed: dict[str, Address | None] = {}
    for kind in ADDRESS_KINDS:
        if kind in parts:
            stored: Address | None = getattr(base, kind)
            # A country alone is no address.
            changed[kind] = msgspec.structs.replace(stored or Address(), **parts[kind]) or None
    return changed


def slots_of(row: Row) -> dict[int, dict[str, Any]]:
    """Return what the row says of each of its persons, by the number of their columns."""
    slots: dict[int, dict[str, Any]] = {}
    for key, value in row.values.items():
        found = contact_part(key)
        if found is not None:
            n, part = found
            slots.setdefault(n, {})[part] = "" if value is CLEARED else value
    return {n: slots[n] for n in sorted(slots)}


def is_somebody(said: dict[str, Any]) -> bool:
    """Say whether what a row says of a person is enough for a contact: a tick or a title alone is not."""
    return bool(said.get("name") or said.get("phone") or said.get("mobile") or said.get("email"))


def _contacts(
    laid: Laid, slots: dict[int, dict[str, Any]], stored: tuple[Contact, ...], new_id: NewId, others: frozenset[int]
) -> tuple[Contact, ...]:
    contacts = list(stored)
    for n, said in slots.items():
        if said.get("name") == "":
            del said["name"]
        place = _whose(said, contacts, frozenset(laid.slots), others)
        if place is None and not is_somebody(said):
            # Only a tick or a title, or something cleared: there is nobody whose it could be.
            continue
        for flag in _FLAGS:
            if flag in said:
                said[flag] = bool(said[flag])
        if place is None:
            contact = Contact(new_id(), **said)
            contacts.append(contact)
        else:
            contact = contacts[place]
            if contact.name and person_key(said.get("name", "")) == person_key(contact.name):
                del said["name"]
            contacts[place] = msgspec.structs.replace(contact, **said)
        laid.slots[contact.id] = n
        laid.parts[contact.id] = set(said)
    return tuple(contacts)


def _whose(
    said: dict[str, Any], contacts: Sequence[Contact], used: frozenset[int], others: frozenset[int]
) -> int | None:
    """Return the place of the contact whom the row means: of the same name, else e-mail; without a name the nameless one."""
    free = [(place, contact) for place, contact in enumerate(contacts) if contact.id not in used]
    name, email = person_key(said.get("name") or ""), (said.get("email") or "").casefold()
    if not name:
        return next((place for place, contact in free if not contact.name), None)
    same = [(place, contact) for place, contact in free if person_key(contact.name) == name]
    if not same and email:
        same = [
            (place, contact)
            for place, contact in free
            if contact.email.casefold() == email and contact.id not in others
        ]
    # Two of one name: the one with the e-mail that the row has.
    best = sorted(same, key=lambda found: not (email and found[1].email.casefold() == email))
    return best[0][0] if best else None
