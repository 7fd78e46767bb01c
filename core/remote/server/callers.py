"""Who calls: by a token, by the operating system's user of a Unix socket's peer, or nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from core.caller import Caller
from core.errors import SignedOut
from core.people.tokens import authenticate, login_of_uid
from core.remote.headers import token_of
from core.remote.server.peers import Peer

if TYPE_CHECKING:
    from starlette.types import Scope

    from core.local import LocalRegister
    from core.operation import Envelope, Operation
    from core.remote.server.meeting import Headers

NOBODY = Caller("", "")


async def find_caller(
    register: LocalRegister, operation: Operation[..., Any], scope: Scope, headers: Headers
) -> Caller:
    """Return who calls `operation`; a token goes before what the operating system says.

    Raises SignedOut where that is nobody, unless the operation is open to all.
    """
    try:
        return await _found(register, scope, headers)
    except SignedOut:
        if not operation.open_to_all:
            raise
        return NOBODY


def as_called(found: Caller, envelope: Envelope, scope: Scope) -> Caller:
    """Return the caller with what the envelope says of the program, and the address that the call came from."""
    client = scope.get("client")
    return Caller(found.login, envelope.session, envelope.device, client[0] if client else "", found.sign_in)


async def _found(register: LocalRegister, scope: Scope, headers: Headers) -> Caller:
    if "authorization" in headers:
        return await authenticate(register, token_of(headers))
    peer: Peer | None = scope.get("state", {}).get("peer")
    if peer is None or peer.uid is None:
        raise SignedOut
    if peer.login is None:
        # The system's list of users may lie on a network; a connection keeps its user.
        peer.login = await asyncio.to_thread(login_of_uid, peer.uid)
    return Caller(peer.login, f"system-user-{peer.uid}")
