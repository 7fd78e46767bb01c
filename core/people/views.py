"""What goes in and out of the operations on users."""

from __future__ import annotations

from msgspec import Struct

from core.rights import Right


class User(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A user: the login (the operating system's name), the name shown, rights, and whether only assigned customers show."""

    id: int
    login: str
    name: str
    rights: tuple[Right, ...] = ()
    only_assigned: bool = False
    active: bool = True
    seq: int = 0

    def may(self, right: Right) -> bool:
        """Say whether the user has `right`; an administrator has all."""
        return right in self.rights or Right.ADMINISTRATOR in self.rights


class UserDraft(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new user; rights are the ordinary ones, and all of them for an administrator."""

    login: str
    name: str = ""
    administrator: bool = False
    only_assigned: bool = False
    without: tuple[Right, ...] = ()
    also: tuple[Right, ...] = ()


class SignedIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer to the right password: the token that goes with every call from now on, and until when it holds (UTC).

    The token is told this once, and is kept nowhere but by whoever signed in.
    """

    token: str
    expires: str
    user: User

    def __repr__(self) -> str:
        return f"SignedIn(token='…', expires={self.expires!r}, user={self.user!r})"


class SignIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sign-in that holds: whose, on what, since when, last used (to some minutes) and until when (UTC).

    `current` is the one that asks.
    """

    id: int
    login: str
    device_name: str
    created: str
    used: str
    expires: str
    current: bool = False
