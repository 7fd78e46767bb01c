"""What a form sends: from its model to a CustomerChange with only what differs, each field with what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from core.customers.views import (
    ADDRESS_KINDS,
    Address,
    Buyer,
    BuyerChange,
    Contact,
    ContactChange,
    CustomerChange,
)
from core.edits import Edit, Parts, Removal
from tui.form.fields import BUYER_FIELDS, CONTACT_FIELDS, SCALARS, split

if TYPE_CHECKING:
    from tui.form.model import EditModel


def customer_change(model: EditModel) -> CustomerChange:
    """Return what differs from what was loaded. An address is one value; a hidden field travels with `seen`."""
    fields: dict[str, Any] = {key: _edit(model, key) for key in SCALARS if model.changed(key)}
    for kind in ADDRESS_KINDS:
        if any(model.changed(key) for key in model.typed if split(key).group == kind):
            fields[kind] = Edit(now=_address(model, kind), was=model.address(kind, loaded=True))
    contacts, buyers = _contacts(model), _buyers(model)
    if contacts:
        fields["contacts"] = contacts
    if buyers:
        fields["buyers"] = buyers
    return CustomerChange(**fields)


def _edit(model: EditModel, key: str) -> Edit[Any]:
    was = model.loaded.get(key)
    if was is None:
        return Edit(now=model.now(key), seen=model.seq)
    return Edit(now=model.now(key), was=was)


def _address(model: EditModel, kind: str) -> Address | None:
    """Return the address with what was typed in stored form, and the rest exactly as it was loaded."""
    parts = {key: model.now(key) for key in model.loaded if split(key).group == kind}
    fields: dict[str, Any] = {split(key).name: value or "" for key, value in parts.items()}
    return Address(**fields) or None


def _contacts(model: EditModel) -> Parts[Contact, ContactChange]:
    there = set(model.base_contacts)
    changed: list[ContactChange] = []
    for part in model.kept_contacts():
        fields = _part_edits(model, "contacts", part, CONTACT_FIELDS)
        if part in there and fields:
            changed.append(ContactChange(id=part, **fields))
    kept = [contact.id for contact in model.values.contacts]
    return Parts(
        added=tuple(contact for contact in model.values.contacts if contact.id not in there),
        changed=tuple(changed),
        removed=tuple(
            Removal(contact.id, contact.seq) for contact in model.base.contacts if contact.id in model.removed
        ),
        order=tuple(kept) if model.reordered() else UNSET,
    )


def _buyers(model: EditModel) -> Parts[Buyer, BuyerChange]:
    there = set(model.base_buyers)
    changed: list[BuyerChange] = []
    for part in model.kept_buyers():
        fields = _part_edits(model, "buyers", part, BUYER_FIELDS)
        if part in there and fields:
            changed.append(BuyerChange(id=part, **fields))
    return Parts(
        added=tuple(buyer for buyer in model.values.buyers if buyer.id not in there),
        changed=tuple(changed),
        removed=tuple(Removal(buyer.id, buyer.seq) for buyer in model.base.buyers if buyer.id in model.removed),
    )


def _part_edits(model: EditModel, group: str, part: int, names: tuple[str, ...]) -> dict[str, Any]:
    keys = {name: f"{group}.{part}.{name}" for name in names}
    return {name: _edit(model, key) for name, key in keys.items() if model.changed(key)}
