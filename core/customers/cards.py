"""The one place that makes the view of a customer: what the user may not see is left out here (FIELD_RIGHTS)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import UNSET, UnsetType
from sqlalchemy import func, or_, select

from core.clock import stamp
from core.customers.rows import FIELDS, address_of, contact_of
from core.customers.tables import AliasRow, BuyerRow, ContactRow, CustomerRow
from core.customers.views import ADDRESS_KINDS, Buyer, Customer
from core.database.tables import Change, ChangeSet
from core.people.tables import UserRow
from core.rights import FIELD_RIGHTS
from core.values.personal_no import holds_personal_no, mask_personal_no
from core.work import UnitOfWork

PIECE = 400
"""Customers in one `IN (…)`."""

Part = TypeVar("Part", ContactRow, BuyerRow, AliasRow)


def card(work: UnitOfWork, row: CustomerRow) -> Customer:
    """Return the whole card of a customer as this actor may see it, with who made it and who changed it last.

    Five queries beside the one for `row`. What this unit of work changed must be flushed.
    """
    return cards(work, [row], made=_made(work, row))[0]


def cards(work: UnitOfWork, rows: Sequence[CustomerRow], *, made: dict[str, str] | None = None) -> tuple[Customer, ...]:
    """Return the cards of many customers, in their order; who made and changed them is left out unless given."""
    found: list[Customer] = []
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]
        ids = [row.id for row in piece]
        contacts = _by_customer(work.select(_parts(ContactRow, ids).order_by(ContactRow.position, ContactRow.id)))
        buyers = _by_customer(work.select(_parts(BuyerRow, ids).order_by(BuyerRow.position, BuyerRow.id)))
        aliases = _by_customer(work.select(_parts(AliasRow, ids).order_by(AliasRow.id)))
        found += [
            _view(work, row, contacts.get(row.id, ()), buyers.get(row.id, ()), aliases.get(row.id, ()), made or {})
            for row in piece
        ]
    return tuple(found)


def seen(work: UnitOfWork, entity: str, field: str, value: Any) -> Any | UnsetType:  # noqa: ANN401 - any field's value
    """Return `value` where the actor may see it, else UNSET.

    A personal number stands in no view, whoever asks: it is shown by `unmask_customer`, which leaves a trace.
    """
    right = FIELD_RIGHTS.get(entity, {}).get(field)
    if right is None or right.see is None:
        return value
    if right.personal:
        return UNSET if holds_personal_no(value) else value
    return value if work.may(right.see) else UNSET


def masked(value: str) -> str:
    """Return what has a personal number in it with four digits hidden, "" for any other value."""
    return mask_personal_no(value) if holds_personal_no(value) else ""


def _parts(mapped: type[Part], ids: Sequence[int]) -> Any:  # noqa: ANN401 - a select of any of the three
    return select(mapped).where(mapped.customer_id.in_(ids))


def _by_customer(parts: Sequence[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.customer_id, []).append(part)
    return found


def _view(
    work: UnitOfWork,
    row: CustomerRow,
    contacts: Sequence[ContactRow],
    buyers: Sequence[BuyerRow],
    aliases: Sequence[AliasRow],
    made: dict[str, str],
) -> Customer:
    fields: dict[str, Any] = {field: seen(work, "customer", field, getattr(row, field)) for field in FIELDS}
    addresses: dict[str, Any] = {kind: address_of(row, kind) for kind in ADDRESS_KINDS}
    stamps: dict[str, Any] = dict(made)
    return Customer(
        **fields,
        **addresses,
        **stamps,
        id=row.id,
        seq=row.seq,
        org_no_masked=masked(row.org_no),
        vat_no_masked=masked(row.vat_no),
        e_invoice_masked=masked(row.e_invoice),
        contacts=tuple(contact_of(contact) for contact in contacts),
        buyers=tuple(
            Buyer(
                buyer.id,
                seen(work, "buyer", "personal_no", buyer.personal_no),
                masked(buyer.personal_no),
                buyer.share,
                buyer.seq,
            )
            for buyer in buyers
        ),
        aliases=tuple(alias.number for alias in aliases),
    )


def _made(work: UnitOfWork, row: CustomerRow) -> dict[str, str]:
    """Return who created and last changed a customer, and when: from the change sets, or from this unit of work."""
    first = (
        select(func.min(Change.seq)).where(Change.root_kind == "customer", Change.root_id == row.id).scalar_subquery()
    )
    sets = work.select(
        select(ChangeSet).where(or_(ChangeSet.seq == first, ChangeSet.seq == row.seq)).order_by(ChangeSet.seq)
    )
    people = {set_.actor for set_ in sets}
    names = {user.id: user.name for user in work.select(select(UserRow).where(UserRow.id.in_(people)), removed=True)}
    known = [(names.get(set_.actor, ""), set_.made_at) for set_ in sets]
    if not sets or sets[-1].seq != row.seq:
        # The change set of this transaction is written when it commits.
        known.append((work.actor.name, stamp(work.envelope.made_at)))
    (created_by, created_at), (changed_by, changed_at) = known[0], known[-1]
    return {
        "created_by": created_by,
        "created_at": created_at,
        "changed_by": changed_by,
        "changed_at": changed_at,
    }
