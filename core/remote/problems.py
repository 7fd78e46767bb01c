"""Errors on the wire: problem details (RFC 9457), both ways, for every error of `core.errors`."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from core.customers.views import Customer
from core.errors import (
    Broken,
    Clash,
    Conflict,
    Fault,
    Invalid,
    KundkortError,
    NotFound,
    Outdated,
    Param,
    Refused,
    Reused,
    SignedOut,
    Unavailable,
)
from core.list_views.views import ListView
from core.operation import Operation
from core.settings.views import Settings

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:kundkort:problem:"
"""What the `type` of a problem begins with; its code follows."""

STATUSES: dict[str, int] = {
    Invalid.code: 422,
    Conflict.code: 409,
    NotFound.code: 404,
    Refused.code: 403,
    SignedOut.code: 401,
    Outdated.code: 426,
    Reused.code: 409,
    Unavailable.code: 503,
    Broken.code: 503,
}
"""The code of an error -> the status it is answered with ("slowed" is 429)."""

TITLES: dict[str, str] = {
    Invalid.code: "The arguments break rules: correct what `faults` names and send it anew",
    Conflict.code: "Somebody changed the same fields meanwhile, nothing was done: choose by `clashes` and `now`, send anew",
    NotFound.code: "There is no such thing, or not for this user: look for it anew",
    Refused.code: "This user lacks a right: an administrator can give it",
    SignedOut.code: "Nobody is signed in by this token: sign in for a new one",
    Outdated.code: "Client and server are of different versions: upgrade the older one",
    Reused.code: "This operation id was sent before with other content, nothing was done: use a new id",
    Unavailable.code: "The register cannot be used now: try again after Retry-After, or see `params`",
    Broken.code: "The database is damaged, or no register: whoever runs the server must restore a copy",
}
"""The code of an error -> what the problem says to a person who reads it raw; clients show texts of their own."""

CLASHING_VIEWS: dict[str, type[Struct]] = {"Customer": Customer, "ListView": ListView, "Settings": Settings}
"""The views that a Conflict may show as they stand now, by the name they travel under."""

_KNOWN: dict[str, type[KundkortError]] = {
    kind.code: kind for kind in (NotFound, Refused, SignedOut, Outdated, Reused, Unavailable, Broken)
}

NO_OPERATION = ("route", "method")
"""What a server says of a request that names no operation that it has."""

_NOTHING = msgspec.Raw(b"null")


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error as it travels: the members of RFC 9457, our `code` and `params`, and what an error has beyond those.

    `params` are the parameters of the error's text; `faults` those of Invalid; `clashes`, `now` and `now_is` (the name
    of its view) those of Conflict; `retry` says whether trying again may help, `wait` after how many seconds.
    """

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    code: str = ""
    params: dict[str, Param] = {}
    faults: tuple[Fault, ...] = ()
    clashes: tuple[Clash, ...] = ()
    now: msgspec.Raw = _NOTHING
    now_is: str = ""
    retry: bool = False
    wait: int = 0


_decode = msgspec.json.Decoder(Problem).decode


def problem_of(error: KundkortError) -> Problem:
    """Return `error` as it travels. Where it is Unavailable or Broken, the server's own paths and names stay there."""
    problem = Problem(
        type=TYPE + error.code,
        title=TITLES.get(error.code, "Something went wrong"),
        status=STATUSES.get(error.code, 503),
        code=error.code,
        params=error.params,
    )
    changed: dict[str, Any] = {}
    match error:
        case Invalid():
            changed = {"faults": error.faults}
        case Conflict():
            changed = {"clashes": error.clashes}
            if type(error.now).__name__ in CLASHING_VIEWS:
                changed |= {"now": msgspec.Raw(msgspec.json.encode(error.now)), "now_is": type(error.now).__name__}
        case Unavailable():
            reason = error.params["reason"]
            status = 429 if reason == "slowed" else problem.status
            changed = {"params": {"reason": reason}, "retry": error.retry, "wait": error.wait, "status": status}
        case Broken():
            changed = {"params": {}}
    return msgspec.structs.replace(problem, **changed)


def encode_problem(error: KundkortError) -> tuple[int, bytes, dict[str, str]]:
    """Return the status, the body and the headers (Content-Type and what the status asks for) of an answer."""
    problem = problem_of(error)
    headers = {"Content-Type": MEDIA_TYPE}
    if isinstance(error, SignedOut):
        headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, Outdated):
        # A 426 must say what to upgrade to (RFC 9110, 15.5.22).
        headers |= {"Upgrade": f"kundkort/{error.params['need']}", "Connection": "Upgrade"}
    elif isinstance(error, Unavailable) and error.retry:
        headers["Retry-After"] = str(max(1, error.wait))
    return problem.status, msgspec.json.encode(problem), headers


def error_of(status: int, body: bytes, operation: Operation[..., Any], *, place: str = "") -> KundkortError:
    """Return the error that an answer tells: `body` as problem details, or by the status what a proxy meant.

    `place` is the register's URL, which texts name. Headers are the caller's affair: Retry-After is in `wait` too.
    """
    try:
        problem = _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _by_status(status, place)
    if problem.code == Invalid.code:
        return Invalid(problem.faults)
    if problem.code == Conflict.code:
        return Conflict(problem.clashes, _now(problem, operation))
    if problem.code == Unavailable.code:
        reason = str(problem.params.get("reason", "lost"))
        return Unavailable(reason, retry=problem.retry, place=place, wait=problem.wait)
    if problem.code == Broken.code:
        return Broken(place)
    if problem.code in NO_OPERATION:
        # A server of ours, which is older than the operation.
        return Outdated("0", str(operation.version))
    try:
        return _known(problem)
    except (LookupError, TypeError):
        return _by_status(status, place)


def _known(problem: Problem) -> KundkortError:
    """Make an error of its parameters alone; LookupError or TypeError where the problem is none of ours."""
    kind = _KNOWN[problem.code]
    if kind is Outdated:
        params = problem.params
        return Outdated(str(params["have"]), str(params["need"]), newer=bool(params.get("newer", 0)))
    return kind(**problem.params)


def _now(problem: Problem, operation: Operation[..., Any]) -> Any:  # noqa: ANN401 - any view may clash
    """Read the view of a conflict as what it says it is, else as what the operation gives; None where it is neither."""
    view = CLASHING_VIEWS.get(problem.now_is, operation.result)
    try:
        return msgspec.json.decode(problem.now, type=view)
    except msgspec.DecodeError:
        return None


def _by_status(status: int, place: str) -> KundkortError:
    """Say what an answer without our problem details means: one of a proxy, or of something that is no register."""
    if status == 401:
        return SignedOut()
    if status == 413:
        return Invalid([Fault("", "wire.too_large")])
    if status in (408, 429, 502, 503, 504):
        return Unavailable("lost", retry=True, place=place)
    if status == 500:
        return Unavailable("fault", retry=True, place=place)
    return Unavailable("foreign", retry=False, place=place)
