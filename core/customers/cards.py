"""The one place that makes the view of a customer: what the user may not see is left out here (FIELD_RIGHTS)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from core import access
from core.clock import stamp
from core.customers.views import Address, Buyer, Contact, Customer
from core.database import cards as stored
from core.database.cards import Stored
from core.database.search import Sql
from core.errors import NotFound
from core.rights import FIELD_RIGHTS
from core.values.personal_no import holds_personal_no, mask_personal_no
from core.work import UnitOfWork


def card(work: UnitOfWork, customer_id: int) -> Customer:
    """Return the whole card of a customer as this actor may see it, with who made it and who changed it last.

    NotFound where there is none, it is deleted, or not for this actor. What this unit of work changed must be flushed.
    """
    found = stored.find_card(work.connection, customer_id, _seen(work, few=True))
    if found is None:
        raise NotFound("customer", customer_id)
    return _view(work, found, _made(work, found))


def cards(work: UnitOfWork, ids: Sequence[int]) -> tuple[Customer, ...]:
    """Return the cards of those of many customers that this actor may see, in their order, without who made them."""
    return tuple(_view(work, found) for found in stored.find_cards(work.connection, ids, _seen(work)))


def _seen(work: UnitOfWork, *, few: bool = False) -> Sql:
    return Sql(*access.sql_criteria(work.actor, "c.id", few=few))


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


def _view(work: UnitOfWork, found: Stored, made: dict[str, str] | None = None) -> Customer:
    fields = found.fields
    shown: dict[str, Any] = {field: seen(work, "customer", field, fields[field]) for field in FIELD_RIGHTS["customer"]}
    shown |= {kind: Address(*parts) or None for kind, parts in found.addresses.items()}
    shown |= made or {}
    return Customer(
        **fields | shown,
        id=found.id,
        seq=found.seq,
        org_no_masked=masked(fields["org_no"]),
        vat_no_masked=masked(fields["vat_no"]),
        e_invoice_masked=masked(fields["e_invoice"]),
        contacts=tuple(Contact(*contact) for contact in found.contacts),
        buyers=tuple(
            Buyer(id, seen(work, "buyer", "personal_no", personal_no), masked(personal_no), share, seq)
            for id, personal_no, share, seq in found.buyers
        ),
        aliases=tuple(found.aliases),
    )


def _made(work: UnitOfWork, found: Stored) -> dict[str, str]:
    """Return who created and last changed a customer, and when: from the change sets, or from this unit of work."""
    known = [(maker.name, maker.made_at) for maker in found.makers]
    if not known or found.makers[-1].seq != found.seq:
        # The change set of this transaction is written when it commits.
        known.append((work.actor.name, stamp(work.envelope.made_at)))
    (created_by, created_at), (changed_by, changed_at) = known[0], known[-1]
    return {
        "created_by": created_by,
        "created_at": created_at,
        "changed_by": changed_by,
        "changed_at": changed_at,
    }
