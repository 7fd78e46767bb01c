"""Who calls a register, from where, and by which sign-in: what a server knows of a request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller: the login of a user, and which running program of theirs asks.

    `session` is the id of that program and `device` the database its ids come from (0: the register's own). Through a
    server `address` is that of the peer ("" on the same machine), and `sign_in` the id of the token it came with (0
    where the operating system said who it is). `login` "" is nobody: only operations open to all run for it.
    """

    login: str
    session: str
    device: int = 0
    address: str = ""
    sign_in: int = 0
