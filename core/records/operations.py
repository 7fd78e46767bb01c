"""How ids are given and changes are told."""

from __future__ import annotations

from core import access
from core.clock import stamp
from core.database.tables import IdBlock
from core.errors import Fault, Invalid
from core.records import api
from core.records.views import Changes
from core.work import UnitOfWork

MOST_NAMED = 200
"""More changed customers than this are not named one by one."""
LARGEST_BLOCK = 10_000

_STANDS = "SELECT seq, epoch FROM feed WHERE id = 1"


@api.changes.implement
def changes(work: UnitOfWork, since: int, epoch: str = "") -> Changes:
    """One look-up where nothing changed; else the customers this actor may see, named up to a limit."""
    seq, now_epoch = work.connection.exec_driver_sql(_STANDS).one()
    if (epoch and epoch != now_epoch) or since > seq:
        return Changes(seq=seq, epoch=now_epoch, everything=True)
    if since < 0 or since == seq:
        return Changes(seq=seq, epoch=now_epoch)
    condition, parameters = access.sql_criteria(work.actor, "c.id")
    found = work.connection.exec_driver_sql(
        f"SELECT c.id FROM customer c WHERE c.seq > ? AND {condition} LIMIT ?",  # noqa: S608 - our own condition
        (since, *parameters, MOST_NAMED + 1),
    ).all()
    if len(found) > MOST_NAMED:
        return Changes(seq=seq, epoch=now_epoch, everything=True)
    return Changes(seq=seq, epoch=now_epoch, customers=tuple(row.id for row in found))


@api.take_ids.implement
def take_ids(work: UnitOfWork, count: int = 100) -> tuple[int, int]:
    """Give out the next ids and remember to whom."""
    if not 1 <= count <= LARGEST_BLOCK:
        raise Invalid([Fault("count", "range", {"low": 1, "high": LARGEST_BLOCK})])
    block = work.new_ids(count)
    first, last = block.start, block.stop - 1
    row = IdBlock(first=first, last=last, session=work.envelope.session, actor=work.actor.id, at=stamp(work.now))
    row.device = work.envelope.device
    work.add(row)
    return first, last
