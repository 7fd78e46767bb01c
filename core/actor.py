"""The one who does something: who it is and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import Refused
from core.rights import Right


@dataclass(frozen=True, slots=True)
class Actor:
    """A user at work; the rights of an administrator are spelled out. `sees_all`: every customer, not only assigned ones."""

    id: int
    login: str
    name: str
    rights: frozenset[Right]
    only_assigned: bool = False
    sees_all: bool = True

    def may(self, right: Right) -> bool:
        """Say whether the user has `right`."""
        return right in self.rights

    def need(self, right: Right) -> None:
        """Raise Refused where the user lacks `right`."""
        if not self.may(right):
            raise Refused(right.value)
