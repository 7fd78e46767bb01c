"""How a request is answered: headers that every answer has, entity tags, compression, problems, and bytes in chunks."""

from __future__ import annotations

import asyncio
import hashlib
import re
import zlib
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import msgspec
from starlette.types import Receive, Scope, Send

from core.remote.headers import TOOK, took
from core.remote.server.limits import Limits
from core.remote.server.meeting import Headers
from core.remote.server.trouble import Gone, problem
from core.remote.shapes import BYTES, JSON

SMALLEST_COMPRESSED = 1024
"""Bytes of an answer that are sent as they are: less fits into one packet anyway."""
LEVEL = 1
"""Measured on windows of 50 rows (11 KB): level 1 gives 1.8 KB in 27 µs, 5 gives 1.6 KB in 49 µs, 9 no less in 240."""
_WINDOW = 16 + 13
_MEMORY = 6
_IN_THREAD = 256 * 1024
"""Bytes from which an answer is compressed beside the loop, so that others need not wait."""

COMMON = (
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Authorization, Accept-Encoding"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)
"""Headers of every answer."""
_SECURE = (b"strict-transport-security", b"max-age=31536000")
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_NO_GZIP = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)", re.IGNORECASE)
_encode = msgspec.json.Encoder().encode


class Answer(NamedTuple):
    """What an operation answers: JSON, and the entity tag of results that have a `seq` ("": none)."""

    body: bytes
    tag: str = ""


def answer_of(result: object) -> Answer:
    """Return the result of an operation as it is sent."""
    body = _encode(result)
    seq = getattr(result, "seq", None)
    if not isinstance(seq, int):
        return Answer(body)
    return Answer(body, f'"{seq}.{hashlib.blake2b(body, digest_size=6).hexdigest()}"')


class Exchange:
    """One request and its answer; what the log says of it is gathered here."""

    __slots__ = (
        "began",
        "code",
        "headers",
        "limits",
        "operation",
        "operation_id",
        "receive",
        "scope",
        "send",
        "sent",
        "status",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send, limits: Limits, began: float) -> None:
        self.scope = scope
        self.receive = receive
        self.send = send
        self.limits = limits
        self.began = began
        self.headers = Headers(scope["headers"])
        self.operation = ""
        self.operation_id = ""
        self.status = 0
        self.sent = 0
        self.code = ""

    @property
    def seconds(self) -> float:
        """How long the request has been worked at."""
        return asyncio.get_running_loop().time() - self.began

    async def json(self, answer: Answer, media: str = JSON) -> None:
        """Answer with what an operation gave, or with nothing where the caller has it already."""
        headers = {"content-type": media}
        if answer.tag:
            headers["etag"] = answer.tag
            if self.scope["method"] in ("GET", "HEAD") and self._has(answer.tag):
                await self.whole(304, b"", {"etag": answer.tag})
                return
        await self.whole(200, answer.body, headers)

    async def problem(self, error: Exception) -> None:
        """Answer with what went wrong."""
        status, body, headers, self.code = problem(error)
        if status == 426 and self.scope.get("http_version") == "2":
            headers = {name: value for name, value in headers.items() if name != "Connection"}
        await self.whole(status, body, headers)

    async def whole(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Answer with a body that is there as a whole."""
        if len(body) >= SMALLEST_COMPRESSED and self._takes_gzip():
            body = await asyncio.to_thread(_compressed, body) if len(body) >= _IN_THREAD else _compressed(body)
            headers = headers | {"content-encoding": "gzip"}
            if tag := headers.get("etag"):
                headers["etag"] = f"W/{tag}"
        if status not in (204, 304):
            headers = headers | {"content-length": str(len(body))}
        await self._start(status, headers)
        await self._piece(body, more=False)

    async def chunks(self, first: bytes, rest: AsyncIterator[bytes]) -> None:
        """Answer with bytes as they come; raises Gone where the caller takes none of them in time."""
        await self._start(200, {"content-type": BYTES})
        if self.scope["method"] == "HEAD":
            await self._piece(b"", more=False)
            return
        await self._piece(first, more=True)
        async for chunk in rest:
            await self._piece(chunk, more=True)
            # What is sent to nobody takes no time: whoever notices that must get a turn.
            await asyncio.sleep(0)
        await self._piece(b"", more=False)

    async def _start(self, status: int, headers: dict[str, str]) -> None:
        self.status = status
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        raw += COMMON
        raw.append((_TOOK, took(self.seconds).encode()))
        if self.scope["scheme"] == "https":
            raw.append(_SECURE)
        await self.send({"type": "http.response.start", "status": status, "headers": raw})

    async def _piece(self, body: bytes, *, more: bool) -> None:
        if self.scope["method"] == "HEAD":
            body = b""
        self.sent += len(body)
        try:
            async with asyncio.timeout(self.limits.send_time):
                await self.send({"type": "http.response.body", "body": body, "more_body": more})
        except TimeoutError:
            self.let_go()
            raise Gone from None

    def let_go(self) -> None:
        """Cut the connection: what was begun can't be ended in order."""
        peer: Any = self.scope.get("state", {}).get("peer")
        if peer is not None:
            peer.abort()

    def _has(self, tag: str) -> bool:
        wanted = self.headers.text("if-none-match")
        return bool(wanted) and (wanted.strip() == "*" or tag in _TAG.findall(wanted))

    def _takes_gzip(self) -> bool:
        accepted = self.headers.text("accept-encoding")
        return "gzip" in accepted and not _NO_GZIP.search(accepted)


_TOOK = TOOK.lower().encode()


def _compressed(body: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)
    return packer.compress(body) + packer.flush()
