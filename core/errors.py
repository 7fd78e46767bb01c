"""Everything that can go wrong in a register, as one tree.

    KundkortError                    has a code, parameters and what to do next
    ├── Declared                     an operation says in `raises` that it may raise these
    │   ├── Invalid                  the arguments break rules: all faults at once
    │   ├── Conflict                 somebody else changed the same fields: was, mine, theirs
    │   └── NotFound                 it is not there (or not for this user)
    └── Common                       may come from any operation
        ├── Refused                  this user lacks a right
        ├── SignedOut                the session is over: sign in again
        ├── Outdated                 the database or the server is of another version
        ├── Reused                   an operation id was sent before with other content
        ├── Unavailable              the register cannot be reached or written now
        └── Broken                   the database is damaged, or no register at all

Codes are stable and translatable; the interface turns an error into a fault at a field, a line or a question in one
place. On the wire an error is a problem detail (RFC 9457).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import msgspec

Level = Literal["fault", "warning"]
Param = str | int


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule that a value breaks.

    `field` is the api's name of the field, parts as "contacts.<id>.phone" and "invoice.postcode"; `code` is in
    `core.values.bad_value` or `core.words`; a "warning" is kept and shown, a "fault" refuses.
    """

    field: str
    code: str
    params: dict[str, Param] = {}
    level: Level = "fault"


class KundkortError(Exception):
    """What every error of the core is: a code, parameters for its text, and never a message in one language."""

    code: ClassVar[str] = "error"

    def __init__(self, **params: Param) -> None:
        super().__init__(self.code, params)
        self.params: dict[str, Param] = params


class Declared(KundkortError):
    """An error that an operation declares in `raises`."""


class Invalid(Declared):
    """The arguments break rules; `faults` has every one of them."""

    code = "invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "invalid: " + ", ".join(f"{fault.field} {fault.code}" for fault in self.faults)


class Clash(msgspec.Struct, frozen=True):
    """One field that two people changed: what it was, mine, theirs (stored form, JSON values), who and when (UTC)."""

    field: str
    was: Any
    mine: Any
    theirs: Any
    who: str
    when: str


class Conflict(Declared):
    """Somebody changed the same fields meanwhile; nothing of the call was done.

    `clashes` has every clashing field, `now` the view as it stands (a struct of the operation's result type).
    """

    code = "conflict"

    def __init__(self, clashes: Sequence[Clash], now: Any = None) -> None:  # noqa: ANN401 - any view may clash
        super().__init__()
        self.clashes = tuple(clashes)
        self.now = now

    def __str__(self) -> str:
        return "conflict: " + ", ".join(clash.field for clash in self.clashes)


class NotFound(Declared):
    """There is no such thing, or this user may not see it: the two look alike on purpose."""

    code = "not_found"

    def __init__(self, kind: str, key: Param) -> None:
        super().__init__(kind=kind, key=key)


class Common(KundkortError):
    """An error that may come from any operation."""


class Refused(Common):
    """The user lacks `right`; an administrator can give it."""

    code = "refused"

    def __init__(self, right: str) -> None:
        super().__init__(right=right)


class SignedOut(Common):
    """Nobody is signed in, or not any more."""

    code = "signed_out"


class Outdated(Common):
    """The register has revision `have`, this program needs `need`: one of the two must be upgraded."""

    code = "outdated"

    def __init__(self, have: str, need: str, *, newer: bool = False) -> None:
        super().__init__(have=have, need=need, newer=int(newer))


class Reused(Common):
    """The operation id was used before with other content; nothing was done."""

    code = "reused"

    def __init__(self, operation_id: str) -> None:
        super().__init__(operation_id=operation_id)


class Unavailable(Common):
    """The register cannot be reached or written now.

    `retry` says whether trying again may help, `wait` after how many seconds (0: at once, or nobody knows). `reason` is
    "busy", "full" (the disk), "read_only", "missing", "empty" (a database), "moved" (the file, while it was open),
    "lost" (the connection), "full_up" (a server with too many waiting), "slowed" (too many tries to sign in),
    "stopping" (a server), "driver" (a package is missing), "closed", or another one of `core.words`.
    """

    code = "unavailable"

    def __init__(self, reason: str, *, retry: bool, place: str = "", wait: int = 0) -> None:
        super().__init__(reason=reason, place=place, wait=wait)
        self.retry = retry
        self.wait = wait


class Broken(Common):
    """The file is no register of ours, or damaged."""

    code = "broken"

    def __init__(self, place: str) -> None:
        super().__init__(place=place)
