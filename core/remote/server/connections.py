"""One connection: who is at its other end, and how long it may take over its headers, its answer, and doing nothing."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from core.remote.server.gathering import Gathering
from core.remote.server.limits import Limits
from core.remote.server.peers import Peer, uid_of
from core.remote.server.trouble import Wrong, problem


class Connection(H11Protocol):
    """Uvicorn's, with the limits of ours. `served_as` makes a class of it for a server."""

    limits: ClassVar[Limits] = Limits()
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        """Begin: find out who it is, and wait for a request, but not for ever."""
        gathering: Any = Gathering(transport, self.loop)
        super().connection_made(gathering)
        if len(self.connections) > self.limits.connections:
            transport.abort()
            return
        raw = transport.get_extra_info("socket")
        self.app_state = self.app_state | {"peer": Peer(uid_of(raw), transport.abort)}
        if raw.family != getattr(socket, "AF_UNIX", None) and sys.platform == "linux":
            # The kernel gives up on who takes nothing of an answer that is written already.
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(self.limits.send_time * 1000))
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._got_headers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; a request that has begun must have all its headers soon."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._wait_for_headers()
        else:
            self._got_headers()

    def _wait_for_headers(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.limits.header_time, self.transport.abort)

    def _got_headers(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is idle, at once where its last answer was never taken."""
        if self.transport.get_write_buffer_size() > 0:
            self.transport.abort()
        else:
            super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, or has too many headers, with a problem, and close."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE) or self._is_answering():
            self.transport.abort()
            return
        # Uvicorn calls this where it caught h11's error, which knows the better status.
        error = sys.exc_info()[1]
        status = getattr(error, "error_status_hint", 400)
        if status == 431:
            wrong = Wrong(431, "headers", "The headers are too large")
        else:
            wrong = Wrong(400, "http", "This is no request of HTTP/1.1")
        _status, body, headers, _code = problem(wrong)
        headers |= {"Content-Length": str(len(body)), "Connection": "close"}
        events: list[Any] = [
            h11.Response(status_code=wrong.status, headers=list(headers.items())),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ]
        for event in events:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request
        return cycle is not None and not cycle.response_complete


def served_as(limits: Limits) -> type[Connection]:
    """Return the class of the connections of a server with these limits."""
    return type("LimitedConnection", (Connection,), {"limits": limits})
