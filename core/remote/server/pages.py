"""What a server answers besides operations: whether it is alive, whether it is ready, and what can be asked of it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from core.database.revision import REVISION
from core.remote.server.answers import Answer, Exchange
from core.remote.server.openapi import document
from core.remote.server.traffic import stopping
from core.remote.server.trouble import Wrong

if TYPE_CHECKING:
    from core.database.sessions import RegisterSession
    from core.remote.server.calls import House

Page: TypeAlias = "Callable[[House, Exchange], Awaitable[None]]"

ANSWERS_WITHIN = 5.0
"""Seconds in which a database that is ready says so."""


async def healthz(_house: House, exchange: Exchange) -> None:
    """Say that the process lives."""
    exchange.operation = "healthz"
    await exchange.json(Answer(b'{"alive":true}'))


async def readyz(house: House, exchange: Exchange) -> None:
    """Say that calls can be served: the database answers and is of this program's revision, and nobody stops the server."""
    exchange.operation = "readyz"
    if house.traffic.stopping:
        raise stopping()
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            with house.traffic.room("read"):
                revision = await house.register.unsigned(_revision)
    except TimeoutError:
        raise Wrong(503, "slow", "The database does not answer in time") from None
    if revision != REVISION:
        raise Wrong(503, "outdated", "The database is of another revision: run `kundkort upgrade` and start anew")
    await exchange.json(Answer(b'{"ready":true}'))


def _revision(session: RegisterSession) -> str:
    found: str = session.connection().exec_driver_sql("SELECT revision FROM feed WHERE id = 1").scalar_one()
    return found


async def openapi(_house: House, exchange: Exchange) -> None:
    """Give the description of every operation."""
    exchange.operation = "openapi"
    await exchange.json(await asyncio.to_thread(_described))


@cache
def _described() -> Answer:
    content = document()
    return Answer(content, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


PAGES: dict[str, Page] = {"/healthz": healthz, "/readyz": readyz, "/openapi.json": openapi}
"""Path -> what answers a GET there."""
