"""What can be asked of the users."""

from __future__ import annotations

from core.errors import Invalid
from core.operation import EDITS, read, write
from core.people.views import User, UserDraft
from core.rights import Right


@read("GET /users/me", name="people.me")
def me() -> User:
    """Return who is asking, with rights."""


@read("GET /users", name="people.list", needs=Right.ADMINISTRATOR)
def list_users() -> tuple[User, ...]:
    """Return every user, by login."""


@write("POST /users", name="people.add", needs=Right.ADMINISTRATOR, raises=(Invalid,), undo=EDITS)
def add_user(draft: UserDraft) -> User:
    """Add a user; Invalid where the login is taken."""
