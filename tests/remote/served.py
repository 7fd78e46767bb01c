"""Registers behind the server, for tests: an administrator's token, lines that lose answers, a server on a socket."""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import uvicorn

from core.clock import Clock, stamp
from core.local import LocalRegister, open_local
from core.operation import all_operations
from core.people.api import sign_in
from core.people.sign_ins import epoch
from core.people.tables import Token
from core.people.tokens import expiry, hash_of, new_token
from core.places import sqlite_url
from core.remote.address import address_of
from core.remote.client import RemoteRegister, connect
from core.remote.connection import Connection
from core.remote.server.app import make_app
from core.remote.server.connections import served_as
from core.remote.server.limits import Limits
from core.remote.server.listening import Address, listen_at
from core.remote.server.logs import to_nowhere
from core.remote.server.serving import Plan, serve
from core.remote.shapes import shape_of
from core.remote.web import Line
from core.work import UnitOfWork
from tests.remote.lines import Time

BESIDE = "https://register.example"


async def token_for(register: LocalRegister) -> str:
    """Return a token for who opened `register`, who needs no password for it."""
    token = new_token()

    def issue(work: UnitOfWork) -> None:
        row = Token(id=work.new_id(), hash=hash_of(token), user=work.actor.id, epoch=epoch(work), device_name="test")
        row.created_at = row.used_at = stamp(work.now)
        row.expires_at, row.ended_at = expiry(work.now, work.now), None
        work.add(row)

    await register.within(sign_in, issue)
    return token


class Losing(httpx.AsyncBaseTransport):
    """A line to the application that loses the first answer of every call but streams, after the call was done."""

    def __init__(self, app: httpx.ASGITransport) -> None:
        self._app = app
        shapes = [shape_of(operation) for operation in all_operations() if operation.kind == "stream"]
        self._streams = re.compile("|".join(re.sub(r"{\w+}", "[^/]+", shape.template) for shape in shapes))
        self._seen: set[str] = set()
        self.lost = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or not."""
        if trace := request.extensions.get("trace"):
            await trace("http11.send_request_headers.started", {})
        answer = await self._app.handle_async_request(request)
        operation_id = request.headers.get("Kundkort-Operation-Id", "")
        if operation_id in self._seen or self._streams.fullmatch(request.url.path):
            return answer
        self._seen.add(operation_id)
        self.lost += 1
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")


@asynccontextmanager
async def beside(register: LocalRegister, *, losing: bool = False) -> AsyncIterator[RemoteRegister]:
    """Give a client of the application that serves `register`, in one process and without a network."""
    app = httpx.ASGITransport(make_app(register))
    address = address_of(BESIDE)
    line = Line(address, transport=Losing(app) if losing else app)
    connection = Connection(address, line, token=await token_for(register), patience=Time().patience())
    remote = RemoteRegister(connection, session=register.session, clock=lambda: register.now)
    try:
        yield remote
    finally:
        await remote.close()


@asynccontextmanager
async def serving(register: LocalRegister, certificate: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Serve `register` on this machine for as long as the block lasts, by HTTPS with `certificate`. It ends closed.

    Gives the URL.
    """
    (listening,) = listen_at(Address("127.0.0.1", 0), secret=certificate is not None)
    up = asyncio.Event()
    plan = Plan([listening], certificate, log=to_nowhere)
    running = asyncio.create_task(serve(register, plan, started=up.set))
    waiting = asyncio.create_task(up.wait())
    await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        if running.done():
            running.result()
        yield listening.url
    finally:
        running.cancel()
        await asyncio.wait([running])


@contextmanager
def served_beside(path: Path, clock: Clock) -> Iterator[str]:
    """Serve the register in a file on a thread, for tests whose own thread runs a command; give the URL."""
    (listening,) = listen_at(Address("127.0.0.1", 0), secret=False)
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()
    up = threading.Event()

    async def run() -> None:
        register = await open_local(sqlite_url(path), user="anna", session="server", clock=clock)
        config = uvicorn.Config(
            make_app(register), http=served_as(Limits()), lifespan="off", ws="none", log_config=None
        )
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening.socket]))
        up.set()
        await ended.wait()
        server.should_exit = True
        await running
        await register.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    try:
        assert up.wait(20)
        yield listening.url
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


@asynccontextmanager
async def over_a_socket(register: LocalRegister) -> AsyncIterator[RemoteRegister]:
    """Give a client of a server that serves `register`, over a real connection.

    The server begins as always; it ends at once, without all that it does to end in order.
    """
    token = await token_for(register)
    (listening,) = listen_at(Address("127.0.0.1", 0), secret=False)
    config = uvicorn.Config(make_app(register), http=served_as(Limits()), lifespan="off", ws="none", log_config=None)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening.socket])
    connection = await connect(address_of(listening.url), token=token)
    remote = RemoteRegister(connection, session=register.session, clock=lambda: register.now)
    try:
        yield remote
    finally:
        await remote.close()
        for one in server.servers:
            one.close()
            await one.wait_closed()
