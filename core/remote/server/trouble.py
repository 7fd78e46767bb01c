"""What goes wrong around operations: requests that name none, are too large, too slow, or met a fault of ours."""

from __future__ import annotations

from types import TracebackType

import msgspec

from core.errors import Fault, Invalid, KundkortError
from core.remote.problems import MEDIA_TYPE, TYPE, Problem, encode_problem


class Wrong(Exception):
    """A request that is answered with a problem which no error of the core says: `status`, `code`, `title`, headers."""

    def __init__(self, status: int, code: str, title: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.headers = headers or {}


class Gone(Exception):
    """The caller went away: nobody is left to be answered."""


CLOSE = {"Connection": "close"}


def no_route() -> Wrong:
    """There is nothing at this path."""
    return Wrong(404, "route", "There is nothing at this path: /openapi.json tells what there is")


def wrong_method(allowed: str) -> Wrong:
    """There is something at this path, but not by this method."""
    return Wrong(405, "method", "This path does not know the method: Allow tells which it knows", {"Allow": allowed})


def wrong_media(expected: str) -> Wrong:
    """The body is not of the type that the operation takes."""
    return Wrong(415, "media", f"The body must be {expected}, not compressed: say so in Content-Type")


def too_slow() -> Wrong:
    """The body did not come in time."""
    return Wrong(408, "slow", "The body came too slowly: send it again", CLOSE)


def unforeseen() -> Wrong:
    """Something went wrong that should not have; the log has it, the caller has no use for it."""
    return Wrong(500, "internal", "The server met a fault of its own: whoever runs it finds it in its log")


class TooLarge(Invalid):
    """A body of more than `high` bytes; `close` says that the rest of it is not even waited for."""

    def __init__(self, high: int, *, close: bool) -> None:
        super().__init__([Fault("", "wire.large", {"high": high})])
        self.close = close


def problem(error: Exception) -> tuple[int, bytes, dict[str, str], str]:
    """Return status, body, headers and code of the answer to a request that ended with `error`."""
    if isinstance(error, TooLarge):
        _status, body, headers = encode_problem(error)
        told = msgspec.structs.replace(msgspec.json.decode(body, type=Problem), status=413)
        return 413, msgspec.json.encode(told), headers | (CLOSE if error.close else {}), error.code
    if isinstance(error, KundkortError):
        status, body, headers = encode_problem(error)
        return status, body, headers, str(error.params.get("reason", error.code))
    wrong = error if isinstance(error, Wrong) else unforeseen()
    told = Problem(type=TYPE + wrong.code, title=wrong.title, status=wrong.status, code=wrong.code)
    return wrong.status, msgspec.json.encode(told), {"Content-Type": MEDIA_TYPE} | wrong.headers, wrong.code


class Caught:
    """A block whose error, of whatever kind, is kept in `error`; the end of the program and of the task pass."""

    error: Exception | None = None

    def __enter__(self) -> Caught:
        """Begin."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Keep the error."""
        if isinstance(error, Exception):
            self.error = error
            return True
        return False
