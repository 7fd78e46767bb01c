"""How customers are read, made, changed and deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec
from msgspec import UNSET
from sqlalchemy import and_, or_, select

from core import access
from core.customers import api, cards, changing, numbers, rules
from core.customers.rows import buyer_columns, contact_columns, customer_columns
from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.customers.twins import still_twins
from core.customers.views import Customer, CustomerChange, CustomerDraft, CustomerValues, Removed
from core.errors import Fault, Invalid, NotFound
from core.services import Services
from core.settings.operations import store
from core.settings.views import BY_KEY
from core.values.personal_no import holds_personal_no
from core.work import UnitOfWork

HANGING: list[Callable[[UnitOfWork, int], tuple[str, int]]] = []
"""What may hang on a customer: each answers (kind, count); the kind's name is in `core.words.HANGING_NAMES`."""

CHUNK = 200
"""Customers in one change set of a bulk action."""
REST = 0.02
"""Seconds between two chunks, in which others get to write."""


def find(work: UnitOfWork, customer_id: int) -> CustomerRow:
    """Return the row of a customer; NotFound where there is none, it is deleted, or not for this actor."""
    row = work.get(CustomerRow, customer_id)
    if row is None:
        raise NotFound("customer", customer_id)
    return row


@api.create_customer.implement
def create_customer(work: UnitOfWork, draft: CustomerDraft) -> Customer:
    """All faults at once; the one who creates it sees it."""
    work.check_id(draft.id)
    if work.select(select(CustomerRow).where(CustomerRow.id == draft.id), whole=True):
        raise Invalid([Fault("id", "id.unknown")])
    for name in ("contacts", "buyers"):
        changing.check_part_ids(work, name, [part.id for part in getattr(draft, name)])
    twins = still_twins(work, draft) if draft.despite else ()
    row = add_customer(work, draft.id, draft)
    if twins:
        work.recorder.note(row, [{"id": twin.id, "signs": [reason.sign for reason in twin.reasons]} for twin in twins])
    work.flush()
    return cards.card(work, row.id)


def add_customer(work: UnitOfWork, customer_id: int, values: CustomerValues) -> CustomerRow:
    """Add a customer under the id given, with its parts, and let the actor see it; Invalid with every fault."""
    if not values.number.strip() and work.settings.number_automatic:
        work.flush()
        values = msgspec.structs.replace(values, number=numbers.next_number(work))
        missing = [] if values.number else [Fault("number", "number.none_left")]
    else:
        missing = []
    values, faults = rules.normalise(values, work.settings, work.made_on)
    taken = [Fault("number", "taken")] if values.number and numbers.is_taken(work, values.number, customer_id) else []
    unnamed = [
        Fault(f"buyers.{buyer.id}.personal_no", "required") for buyer in values.buyers if buyer.personal_no is UNSET
    ]
    changing.refuse([*missing, *taken, *faults, *unnamed])
    row = CustomerRow(id=customer_id, **customer_columns(values))
    work.add(row)
    # The customer first: its parts point at it, and nothing tells the session so.
    work.flush()
    for position, contact in enumerate(values.contacts):
        work.add(ContactRow(**contact_columns(contact, customer_id, position)))
    for position, buyer in enumerate(values.buyers):
        work.add(BuyerRow(**buyer_columns(buyer, customer_id, position)))
    if not work.actor.sees_all:
        access.grant(work, work.actor.id, customer_id)
    return row


@api.change_customer.implement
def change_customer(work: UnitOfWork, customer_id: int, change: CustomerChange) -> Customer:
    """Merge, check, write; the card is read anew, as the others will see it."""
    row = find(work, customer_id)
    changing.apply_change(work, row, change)
    work.flush()
    return cards.card(work, row.id)


@api.delete_customer.implement
def delete_customer(work: UnitOfWork, customer_id: int) -> Removed:
    """Its number stays taken, its contacts stay with it, so that it can come back whole."""
    row = find(work, customer_id)
    _refuse_hanging(work, customer_id)
    work.remove(row)
    work.flush()
    return Removed(id=row.id, seq=row.seq, number=row.number, name=row.name)


def _refuse_hanging(work: UnitOfWork, customer_id: int) -> None:
    found = [check(work, customer_id) for check in HANGING]
    faults = [Fault("customer", "customer.hangs", {"kind": kind, "n": count}) for kind, count in found if count]
    if faults:
        raise Invalid(faults)


def remove_created(work: UnitOfWork, customer_id: int) -> None:
    """Take back that a customer was created: as deleting it, for who takes back their own; its number stays taken."""
    row = find(work, customer_id)
    _refuse_hanging(work, customer_id)
    work.remove(row)


def restore_removed(work: UnitOfWork, customer_id: int) -> None:
    """Bring a deleted customer back with all it had; nothing where it is there, NotFound where it never was."""
    row = work.get(CustomerRow, customer_id, removed=True)
    if row is None:
        raise NotFound("customer", customer_id)
    if row.removed_seq is not None:
        work.restore(row)


@api.unmask_customer.implement
def unmask_customer(work: UnitOfWork, customer_id: int) -> dict[str, str]:
    """The numbers in stored form; who asked, when and for which customer is kept."""
    row = find(work, customer_id)
    buyers = select(BuyerRow).where(BuyerRow.customer_id == customer_id).order_by(BuyerRow.position, BuyerRow.id)
    shown = {f"buyers.{buyer.id}": buyer.personal_no for buyer in work.select(buyers)}
    own = {name: getattr(row, name) for name in ("org_no", "vat_no", "e_invoice")}
    shown = {name: value for name, value in own.items() if holds_personal_no(value)} | shown
    if shown:
        work.trace("unmask", ("customer", customer_id), " ".join(shown))
    return shown


@api.switch_vat_type.implement
async def switch_vat_type(services: Services, on: bool) -> int:
    """In chunks, the setting with the last of them: until then nothing shows what the chunks did."""
    operation = api.switch_vat_type
    batch = await services.within(operation, lambda work: work.new_id())
    changed, after = 0, 0
    while True:

        def step(work: UnitOfWork, after: int = after) -> tuple[int, int | None]:
            return _switch_some(work, on, after)

        count, go_on = await services.within(operation, step, batch=batch)
        changed += count
        if go_on is None:
            return changed
        after = go_on
        await asyncio.sleep(REST)


def _switch_some(work: UnitOfWork, on: bool, after: int) -> tuple[int, int | None]:
    """Give up to CHUNK customers their VAT type; return how many, and the id to go on after (None: all done)."""
    if on == work.settings.vat_type:
        return 0, None
    rows = _differing(work, after) if on else []
    if not rows and after:
        # Customers that were made or changed while the chunks ran.
        rows = _differing(work, 0)
    work.update_many(
        CustomerRow, [{"id": row.id, "vat_type": rules.vat_type_at_switch_on(row.type, row.org_no)} for row in rows]
    )
    if len(rows) == CHUNK:
        return CHUNK, rows[-1].id
    if after and _differing(work, 0):
        return len(rows), 0
    store(work, BY_KEY["vat_type"], on)
    return len(rows), None


def _differing(work: UnitOfWork, after: int) -> list[CustomerRow]:
    """Return customers, deleted ones too, whose stored VAT type would show other than is shown without the setting."""
    company = and_(CustomerRow.type == "company", CustomerRow.org_no != "")
    differs = or_(and_(company, CustomerRow.vat_type != "none"), and_(~company, CustomerRow.vat_type != "normal"))
    statement = select(CustomerRow).where(CustomerRow.id > after, differs).order_by(CustomerRow.id).limit(CHUNK)
    return list(work.select(statement, whole=True))
