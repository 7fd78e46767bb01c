"""What differs between a customer before and after a row, field by field, as it is shown; pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from core.customers.views import ADDRESS_KINDS, Address, Contact, CustomerValues
from core.imports.views import FieldChange
from core.values.personal_no import holds_personal_no, mask_personal_no

_PARTS = ("contacts", "buyers")
_SIMPLE = tuple(name for name in CustomerValues.__struct_fields__ if name not in (*_PARTS, *ADDRESS_KINDS))
_CONTACT_PARTS = tuple(name for name in Contact.__struct_fields__ if name not in ("id", "seq"))
_EMPTY = CustomerValues()


def differences(
    before: CustomerValues | None, after: CustomerValues, hidden: frozenset[str] = frozenset()
) -> tuple[FieldChange, ...]:
    """Return every field that differs; without `before`, all that a new customer has. `hidden` ones are blank."""
    was = _EMPTY if before is None else before
    return tuple(_differences(was, after, hidden))


def _differences(was: CustomerValues, now: CustomerValues, hidden: frozenset[str]) -> Iterator[FieldChange]:
    for name in _SIMPLE:
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            blank = name in hidden
            yield FieldChange(field=name, was=None if blank else _shown(old), now=None if blank else _shown(new))
    for kind in ADDRESS_KINDS:
        old, new = getattr(was, kind), getattr(now, kind)
        if old != new:
            yield FieldChange(field=kind, was=_address(old), now=_address(new))
    yield from _contacts({contact.id: contact for contact in was.contacts}, now.contacts)


def _contacts(was: dict[int, Contact], now: tuple[Contact, ...]) -> Iterator[FieldChange]:
    for contact in now:
        old = was.get(contact.id)
        if old is None:
            said = {part: value for part in _CONTACT_PARTS if (value := getattr(contact, part))}
            yield FieldChange(field="contacts", label=contact.name, id=contact.id, now=said)
        elif old != contact:
            for part in _CONTACT_PARTS:
                before, after = getattr(old, part), getattr(contact, part)
                if before != after:
                    label = old.name or contact.name
                    was_now = {"was": _shown(before), "now": _shown(after)}
                    yield FieldChange(field="contacts", part=part, label=label, id=contact.id, **was_now)


def brings_more(before: CustomerValues, after: CustomerValues) -> bool:
    """Say whether a row brings one more contact, or an address of a kind that was not there."""
    known = {contact.id for contact in before.contacts}
    if any(contact.id not in known for contact in after.contacts):
        return True
    return any(getattr(before, kind) is None and getattr(after, kind) is not None for kind in ADDRESS_KINDS)


def _shown(value: Any) -> Any:  # noqa: ANN401 - any field's value
    if isinstance(value, str):
        return (mask_personal_no(value) if holds_personal_no(value) else value) or None
    return value


def _address(address: Address | None) -> dict[str, str] | None:
    if address is None:
        return None
    return {part: text for part, text in msgspec.structs.asdict(address).items() if text}
