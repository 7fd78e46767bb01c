"""The server as an ASGI application: one table of routes, one way that every request goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from core.clock import stamp
from core.errors import KundkortError
from core.operation import all_operations
from core.remote.server.answers import Exchange
from core.remote.server.calls import House, Service
from core.remote.server.limits import Limits
from core.remote.server.logs import Log, Served, failed, to_nowhere
from core.remote.server.pages import PAGES, Page
from core.remote.server.repeats import Repeats
from core.remote.server.routing import Routes
from core.remote.server.traffic import Traffic
from core.remote.server.trouble import Caught, Gone, Wrong, no_route, wrong_method
from core.slices import declare

if TYPE_CHECKING:
    from core.local import LocalRegister

Serve: TypeAlias = Callable[[Exchange, Mapping[str, str]], Awaitable[None]]


def make_app(register: LocalRegister, *, limits: Limits | None = None, log: Log = to_nowhere) -> Starlette:
    """Return the application that serves every declared operation out of `register`, whoever that was opened by.

    `app.state.traffic` knows what runs and takes `stop()`; `app.state.house` what else the requests share. The caller
    closes the register.
    """
    declare()
    traffic = Traffic(limits or Limits())
    house = House(register, traffic, Repeats(traffic.limits))
    app = Starlette(routes=[_Everything(house, log)])
    app.state.traffic = traffic
    app.state.house = house
    return app


class _Everything(BaseRoute):
    """All that the server answers, so that every answer has the same headers, limits and line in the log."""

    def __init__(self, house: House, log: Log) -> None:
        self._house = house
        self._log = log
        targets: list[tuple[str, str, Serve]] = []
        for operation in all_operations():
            service = Service(house, operation)
            targets.append((service.shape.method, service.shape.template, service.serve))
        targets += [("GET", path, _serve_page(house, page)) for path, page in PAGES.items()]
        self._routes = Routes(targets)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every HTTP request."""
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    def url_path_for(self, name: str, /, **_parameters: Any) -> Any:  # noqa: ANN401 - Starlette's signature
        """Say that no route has a name; operations are found by `shape_of`."""
        raise LookupError(name)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever it is, and write a line about it."""
        traffic = self._house.traffic
        exchange = Exchange(scope, receive, send, traffic.limits, asyncio.get_running_loop().time())
        with Caught() as caught:
            await self._serve(exchange)
        try:
            if caught.error is not None:
                await self._tell(exchange, caught.error)
        finally:
            self._log(_line(exchange, stamp(self._house.register.now)))

    async def _serve(self, exchange: Exchange) -> None:
        scope = exchange.scope
        method = scope["method"]
        found = self._routes.find(scope.get("raw_path") or scope["path"].encode())
        if found is None:
            raise no_route()
        serve = found.by_method.get("GET" if method == "HEAD" else method)
        if serve is None:
            allowed = _allowed(found.by_method)
            if method != "OPTIONS":
                raise wrong_method(allowed)
            await exchange.whole(204, b"", {"allow": allowed})
            return
        await serve(exchange, found.named("GET" if method == "HEAD" else method))

    async def _tell(self, exchange: Exchange, error: Exception) -> None:
        """Answer with what went wrong; where the answer has begun, or nobody is left, cut the connection."""
        if not isinstance(error, Gone | Wrong | KundkortError):
            self._log(failed(error, exchange.operation, exchange.operation_id, self._house.register.now))
        if exchange.status == 0 and not isinstance(error, Gone):
            await exchange.problem(error)
            return
        exchange.code = "gone" if isinstance(error, Gone) else "broken_off"
        exchange.let_go()
        if exchange.status and not isinstance(error, Gone):
            # What was begun must not look as if it had ended.
            raise Gone from None


def _serve_page(house: House, page: Page) -> Serve:
    async def serve(exchange: Exchange, _named: Mapping[str, str]) -> None:
        await page(house, exchange)

    return serve


def _allowed(by_method: Mapping[str, Serve]) -> str:
    methods = {*by_method, "OPTIONS"}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _line(exchange: Exchange, time: str) -> Served:
    return Served(
        time=time,
        operation=exchange.operation,
        status=exchange.status,
        ms=round(exchange.seconds * 1000, 2),
        bytes=exchange.sent,
        code=exchange.code,
        operation_id=exchange.operation_id,
    )
