"""How ids are given, and how changes are told and waited for."""

from __future__ import annotations

from core import access
from core.clock import stamp
from core.database.looking import kinds_since, sights_of, stands
from core.database.plain import fetch
from core.errors import Fault, Invalid
from core.records import api
from core.records.views import MOST_NAMED, Changes
from core.services import Services
from core.work import UnitOfWork

LARGEST_BLOCK = 10_000
LONGEST_PATIENCE = 60
"""Seconds; what lies between client and server may close a connection on which nothing comes for longer."""


@api.changes.implement
def changes(work: UnitOfWork, since: int, epoch: str = "") -> Changes:
    """One look-up where nothing changed; else the customers this actor may see, named up to a limit."""
    seq, now_epoch = stands(work.connection)
    if (epoch and epoch != now_epoch) or since > seq:
        return Changes(seq=seq, epoch=now_epoch, everything=True)
    if since < 0 or since == seq:
        return Changes(seq=seq, epoch=now_epoch)
    kinds = kinds_since(work.connection, since)
    sights = sights_of(work.connection, work.actor.id, since, MOST_NAMED + 1)
    gained = {customer for customer, lost_seq in sights if lost_seq is None and customer is not None}
    lost = {customer for customer, lost_seq in sights if lost_seq is not None and customer is not None} - gained
    condition, parameters = access.sql_criteria(work.actor, "c.id")
    found = fetch(
        work.connection,
        f"SELECT c.id FROM customer c WHERE c.seq > ? AND {condition} LIMIT ?",  # noqa: S608 - our own condition
        (since, *parameters, MOST_NAMED + 1),
    )
    changed = {row[0] for row in found}
    if work.actor.sees_all:
        gained, lost = set(), set()
    if any(customer is None for customer, _lost in sights) or max(map(len, (sights, changed | gained))) > MOST_NAMED:
        return Changes(seq=seq, epoch=now_epoch, kinds=kinds, everything=True)
    customers = tuple(sorted(changed | gained))
    return Changes(seq=seq, epoch=now_epoch, customers=customers, lost=tuple(sorted(lost)), kinds=kinds)


@api.wait.implement
async def wait(services: Services, since: int, epoch: str = "", patience: int = 25) -> Changes:
    """From memory where that goes back far enough, else from the database, and again from where that stands."""
    if not 0 <= patience <= LONGEST_PATIENCE:
        raise Invalid([Fault("patience", "range", {"low": 0, "high": LONGEST_PATIENCE})])
    if since < 0 or patience == 0:
        return await services.register(api.changes, since, epoch)
    asker = await services.news.asker(services.caller.login, services.actor)
    found = await services.news.wait(asker, since, epoch, patience)
    if found is None:
        found = await services.register(api.changes, since, epoch)
        if not found.tells:
            told = await services.news.wait(asker, found.seq, found.epoch, patience)
            # So much changed meanwhile that it is not remembered.
            found = told or Changes(seq=found.seq, epoch=found.epoch, everything=True)
    if "user" in found.kinds:
        # Who may no longer work is told so, and nothing else.
        await services.actor()
    return found


@api.take_ids.implement
def take_ids(work: UnitOfWork, count: int = 100) -> tuple[int, int]:
    """Give out the next ids and remember to whom."""
    if not 1 <= count <= LARGEST_BLOCK:
        raise Invalid([Fault("count", "range", {"low": 1, "high": LARGEST_BLOCK})])
    from core.database.tables import IdBlock

    block = work.new_ids(count)
    first, last = block.start, block.stop - 1
    row = IdBlock(first=first, last=last, session=work.envelope.session, actor=work.actor.id, at=stamp(work.now))
    row.device = work.envelope.device
    work.add(row)
    return first, last
