"""Running a server: from its register being opened to the last answer after somebody told it to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette

from core.clock import Clock, stamp
from core.database.store import store_of
from core.local import LocalRegister, open_for_others
from core.register import new_session
from core.remote.server.app import make_app
from core.remote.server.connections import served_as
from core.remote.server.limits import Limits
from core.remote.server.listening import Listening, close
from core.remote.server.logs import Lines, Log, Said, to_stderr
from core.slices import implement_all

if TYPE_CHECKING:
    from core.remote.server.traffic import Traffic

STOPS = (signal.SIGINT, signal.SIGTERM)


async def open_for_serving(url: str, *, clock: Clock) -> LocalRegister:
    """Open the register at `url` for whoever will call; there must be one.

    Raises Unavailable "missing" or "empty" where there is none, Outdated, Broken.
    """
    await asyncio.to_thread(lambda: store_of(url).revision())
    # Nobody who calls should wait for what is imported when it is first asked for.
    await asyncio.to_thread(implement_all)
    return await open_for_others(url, session=new_session(), clock=clock)


@dataclass(frozen=True)
class Plan:
    """How a register is served: where, under which certificate, behind which proxies (None: behind none)."""

    listening: Sequence[Listening]
    certificate: ssl.SSLContext | None = None
    proxies: Sequence[str] | None = None
    renew: Callable[[], None] = lambda: None
    """Called on SIGHUP: takes a renewed certificate."""
    limits: Limits = field(default_factory=Limits)
    log: Log = to_stderr


async def serve(register: LocalRegister, plan: Plan, *, started: Callable[[], None] = lambda: None) -> None:
    """Serve `register` until SIGTERM or SIGINT; `started` is called when calls are answered. It ends closed.

    Told to stop, it takes no more calls, answers who waits for news, lets what runs end (for `stop_time`), stops jobs
    where their chunk ends, and closes the database.
    """
    app = make_app(register, limits=plan.limits, log=plan.log)
    traffic: Traffic = app.state.traffic
    servers = [_Server(_config(app, plan, listening)) for listening in plan.listening]
    stopped = asyncio.Event()
    with _logging(plan.log), _signals(stopped, plan.renew):
        running = [
            asyncio.ensure_future(server.serve(sockets=[listening.socket]))
            for server, listening in zip(servers, plan.listening, strict=True)
        ]
        try:
            await _first(asyncio.gather(*(server.up.wait() for server in servers)), running)
            plan.log(_said("started"))
            started()
            await _first(asyncio.ensure_future(stopped.wait()), running)
        finally:
            plan.log(_said("stopping"))
            traffic.stop()
            for server in servers:
                server.should_exit = True
            await asyncio.gather(*running)
            for listening in plan.listening:
                close(listening)
            await _finish(app, register, plan.limits)
            plan.log(_said("stopped"))


def _said(event: str) -> Said:
    return Said(time=stamp(datetime.now(UTC)), event=event)


async def _first(waited: asyncio.Future[Any], running: list[asyncio.Task[None]]) -> None:
    """Wait for `waited`, or for a server that ends by itself; raises what it ended with."""
    await asyncio.wait([waited, *running], return_when=asyncio.FIRST_COMPLETED)
    waited.cancel()
    for task in running:
        if task.done():
            task.result()


async def _finish(app: Starlette, register: LocalRegister, limits: Limits) -> None:
    """Wait for what goes on without its caller, and close the register."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(limits.stop_time):
            await app.state.house.repeats.finish()
    await register.close()


def _config(app: Starlette, plan: Plan, listening: Listening) -> uvicorn.Config:
    limits = plan.limits
    certificate = plan.certificate if listening.path is None else None
    return uvicorn.Config(
        app,
        http=served_as(limits),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=plan.proxies is not None and listening.path is None,
        forwarded_allow_ips=list(plan.proxies or ()),
        h11_max_incomplete_event_size=limits.headers,
        timeout_keep_alive=int(limits.idle_time),
        timeout_graceful_shutdown=int(limits.stop_time),
        ssl_context_factory=None if certificate is None else lambda _config, _make: certificate,
    )


class _Server(uvicorn.Server):
    """Uvicorn's, which leaves signals to us and says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self.up.set()


@contextlib.contextmanager
def _signals(stopped: asyncio.Event, renew: Callable[[], None]) -> Iterator[None]:
    """Let signals stop the server, and SIGHUP renew its certificate, for as long as the block lasts.

    On another thread than the program's first one there are none to take: cancelling the task stops the server.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in STOPS}

    def stop(*_: object) -> None:
        loop.call_soon_threadsafe(stopped.set)

    for number in STOPS:
        signal.signal(number, stop)
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None:
        before[hangup] = signal.signal(hangup, lambda *_: loop.call_soon_threadsafe(renew))
    try:
        yield
    finally:
        for number, handler in before.items():
            # None: what was there before was not Python's, and can't be put back.
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


@contextlib.contextmanager
def _logging(log: Log) -> Iterator[None]:
    """Take what Python's `logging` is told into the log, for as long as the block lasts."""
    handler, root = Lines(log), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
