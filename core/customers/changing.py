"""How a change is written: merged with what is stored, checked, and set on the rows that differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET
from sqlalchemy import select

from core.customers import cards, merging, numbers, rules
from core.customers.merging import Meeting, Merged, Stored
from core.customers.rows import (
    BUYER_FIELDS,
    CONTACT_FIELDS,
    assign,
    buyer_columns,
    contact_columns,
    field_columns,
    values_of,
)
from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.customers.views import Buyer, Contact, CustomerChange, CustomerValues
from core.database.cards import find_parts
from core.database.tables import Change, ChangeSet
from core.errors import Clash, Conflict, Fault, Invalid
from core.people.tables import UserRow
from core.rights import FIELD_RIGHTS
from core.work import UnitOfWork


class _Part(NamedTuple):
    """A part as stored: its view in full, its place among the others, and whether it was removed."""

    view: Contact | Buyer
    position: int
    removed: bool


class _Rows(NamedTuple):
    """What is stored of one customer, removed parts among them, by id and in order."""

    customer: CustomerRow
    contacts: dict[int, _Part]
    buyers: dict[int, _Part]

    def parts(self, name: str) -> dict[int, _Part]:
        """Return the parts that stand in the field `name`."""
        return self.contacts if name == "contacts" else self.buyers

    def live(self, name: str) -> list[Any]:
        """Return the views of the parts that are there."""
        return [part.view for part in self.parts(name).values() if not part.removed]


def apply_change(work: UnitOfWork, row: CustomerRow, change: CustomerChange) -> None:
    """Merge `change` into the customer.

    Raises Conflict with every field that two people changed and the card as it stands, and Invalid with every fault
    that the change brings; then nothing was touched.
    """
    rows = _rows(work, row)
    stored = _stored(rows)
    merged = merging.merge(stored, change, rules.home_of(stored.values, work.made_on), _since(work, rows))
    if merged.meetings:
        raise Conflict(clashes(work, row.id, merged.meetings), cards.card(work, row.id))
    before, after = stored.values, merged.after
    clean, _faults = rules.normalise(after, work.settings, work.made_on)
    faults = [*merged.faults, *_rights(work, before, clean, merged), *_number(work, row, clean, merged)]
    faults += rules.new_faults(before, after, work.settings, work.made_on)
    refuse(faults)
    _check_ids(work, rows, clean)
    _write(work, rows, clean, merged)


def refuse(faults: Sequence[Fault]) -> None:
    """Raise Invalid with all of `faults` where one of them is more than a warning."""
    if any(fault.level == "fault" for fault in faults):
        raise Invalid(faults)


def _rows(work: UnitOfWork, row: CustomerRow) -> _Rows:
    work.flush()
    contacts, buyers = find_parts(work.connection, row.id)
    return _Rows(
        row,
        {part.values[0]: _Part(Contact(*part.values), part.position, part.removed) for part in contacts},
        {part.values[0]: _Part(_buyer(*part.values), part.position, part.removed) for part in buyers},
    )


def _buyer(id: int, personal_no: str, share: int, seq: int) -> Buyer:
    return Buyer(id, personal_no, "", share, seq)


def _stored(rows: _Rows) -> Stored:
    values = values_of(rows.customer, (), ())
    parts: dict[str, Any] = {name: tuple(rows.live(name)) for name in merging.ENTITIES}
    removed: dict[str, Any] = {
        name: {id: part.view for id, part in rows.parts(name).items() if part.removed} for name in merging.ENTITIES
    }
    places = {name: list(rows.parts(name)) for name in merging.ENTITIES}
    return Stored(rows.customer.id, msgspec.structs.replace(values, **parts), removed, places)


def _since(work: UnitOfWork, rows: _Rows) -> merging.Since:
    """Return what asks the history whether a field of a row was changed after a seq; a row's own seq answers most."""

    def since(entity: str, row_id: int, field: str, seq: int) -> bool:
        row = rows.customer if entity == "customer" else rows.parts(f"{entity}s")[row_id].view
        if row.seq <= seq:
            return False
        statement = _changes(rows.customer.id).where(
            Change.entity == entity, Change.row_id == row_id, Change.kind == "changed", Change.seq > seq
        )
        # A part that was only moved up or down was not changed by that.
        statement = statement.where(Change.field == field if field else Change.field != "position")
        return bool(work.select(statement.limit(1)))

    return since


def _changes(customer_id: int) -> Any:  # noqa: ANN401 - a select of Change
    return select(Change).where(Change.root_kind == "customer", Change.root_id == customer_id)


def clashes(work: UnitOfWork, customer_id: int, meetings: Sequence[Meeting]) -> list[Clash]:
    """Say of every field who changed it last, and show what this actor may see of it."""
    ids = {meeting.row_id for meeting in meetings}
    statement = _changes(customer_id).where(Change.row_id.in_(ids)).order_by(Change.seq, Change.id)
    last = {(change.entity, change.row_id, change.field): change.seq for change in work.select(statement)}
    sets = {found.seq: found for found in work.select(select(ChangeSet).where(ChangeSet.seq.in_(set(last.values()))))}
    actors = {found.actor for found in sets.values()}
    people = {user.id: user.name for user in work.select(select(UserRow).where(UserRow.id.in_(actors)), removed=True)}
    clashes = []
    for meeting in meetings:
        # A field that never changed stands as it was when its row was made.
        key = (meeting.entity, meeting.row_id)
        found = sets.get(last.get((*key, meeting.name), last.get((*key, ""), -1)))
        who, when = (people.get(found.actor, ""), found.made_at) if found else ("", "")
        was, theirs = (_shown(work, meeting, value) for value in (meeting.was, meeting.theirs))
        clashes.append(Clash(meeting.path, was, msgspec.to_builtins(meeting.mine), theirs, who, when))
    return clashes


def _shown(work: UnitOfWork, meeting: Meeting, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a value as a clash may show it: a personal number masked, what may not be seen as None."""
    shown = cards.seen(work, meeting.entity, meeting.name, value) if isinstance(value, str) else value
    if shown is UNSET:
        return cards.masked(value) or None
    return msgspec.to_builtins(shown)


def _rights(work: UnitOfWork, before: CustomerValues, after: CustomerValues, merged: Merged) -> list[Fault]:
    """Find fields that the actor changed without the right to."""
    faults = []
    for entity, row_id, name in sorted(merged.touched):
        right = FIELD_RIGHTS.get(entity, {}).get(name)
        if right is None or right.change is None or work.may(right.change):
            continue
        path = Meeting(entity, row_id, name, None, None, None).path
        if rules.value_at(before, path) != rules.value_at(after, path):
            faults.append(Fault(path, f"{name}.locked"))
    return faults


def _number(work: UnitOfWork, row: CustomerRow, after: CustomerValues, merged: Merged) -> list[Fault]:
    if ("customer", row.id, "number") not in merged.touched:
        return []
    if not after.number:
        return [Fault("number", "required")]
    return [Fault("number", "taken")] if numbers.is_taken(work, after.number, row.id) else []


def _check_ids(work: UnitOfWork, rows: _Rows, after: CustomerValues) -> None:
    for name in merging.ENTITIES:
        known = rows.parts(name)
        check_part_ids(work, name, [part.id for part in getattr(after, name) if part.id not in known])


def check_part_ids(work: UnitOfWork, name: str, ids: Sequence[int]) -> None:
    """Raise Invalid unless the new parts in the field `name` have ids of the caller's own that no row has yet."""
    if not ids:
        return
    for id in ids:
        work.check_id(id, f"{name}.{id}")
    mapped: type[ContactRow] | type[BuyerRow] = ContactRow if name == "contacts" else BuyerRow
    known = {row.id for row in work.select(select(mapped).where(mapped.id.in_(ids)), whole=True)}
    twice = {id for id in ids if ids.count(id) > 1}
    refuse([Fault(f"{name}.{id}", "part.exists") for id in sorted(known | twice)])


def _write(work: UnitOfWork, rows: _Rows, after: CustomerValues, merged: Merged) -> None:
    """Set what was touched, and nothing else: what nobody edited stays as it is stored."""
    row = rows.customer
    for entity, _row_id, name in merged.touched:
        if entity != "customer":
            continue
        if name == "number":
            numbers.change_alias(work, row, after.number)
        assign(row, field_columns(name, getattr(after, name)))
    for name in merging.ENTITIES:
        _write_parts(work, rows, name, getattr(after, name), merged)


def _write_parts(work: UnitOfWork, rows: _Rows, name: str, parts: Sequence[Contact | Buyer], merged: Merged) -> None:
    known = rows.parts(name)
    places = merging.places([part.id for part in parts], {id: stored.position for id, stored in known.items()})
    for part in parts:
        stored = known.get(part.id)
        if stored is None:
            _add_part(work, rows.customer.id, part, places[part.id])
            continue
        columns = _differing(merging.ENTITIES[name], part, stored, merged)
        if places.get(part.id, stored.position) != stored.position:
            columns["position"] = places[part.id]
        if columns or part.id in merged.restored:
            row = _row(work, part)
            if part.id in merged.restored:
                work.restore(row)
            assign(row, columns)
    kept = {part.id for part in parts}
    for id, stored in known.items():
        if id not in kept and not stored.removed:
            work.remove(_row(work, stored.view))


def _differing(entity: str, part: Contact | Buyer, stored: _Part, merged: Merged) -> dict[str, Any]:
    """Return the fields of a part that were touched and are not what is stored."""
    fields = CONTACT_FIELDS if isinstance(part, Contact) else BUYER_FIELDS
    touched = [field for field in fields if (entity, part.id, field) in merged.touched]
    return {field: getattr(part, field) for field in touched if getattr(part, field) != getattr(stored.view, field)}


def _row(work: UnitOfWork, part: Contact | Buyer) -> ContactRow | BuyerRow:
    """Return the row of a part that is stored, removed or not."""
    mapped: type[ContactRow] | type[BuyerRow] = ContactRow if isinstance(part, Contact) else BuyerRow
    row = work.get(mapped, part.id, removed=True)
    assert row is not None
    return row


def _add_part(work: UnitOfWork, customer_id: int, part: Contact | Buyer, position: int) -> None:
    if isinstance(part, Contact):
        work.add(ContactRow(**contact_columns(part, customer_id, position)))
    else:
        work.add(BuyerRow(**buyer_columns(part, customer_id, position)))
