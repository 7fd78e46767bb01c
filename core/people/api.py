"""What can be asked of the users, and how they sign in."""

from __future__ import annotations

from core.errors import Invalid, NotFound
from core.operation import EDITS, never, outside, read, write
from core.people.views import SignedIn, SignIn, User, UserDraft
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


@outside(
    "POST /sign-in",
    name="people.sign_in",
    raises=(Invalid,),
    undo=never("signing out ends it"),
    open_to_all=True,
)
def sign_in(login: str, password: str, device_name: str = "") -> SignedIn:
    """Give whoever has the password of `login` a token; `device_name` is what the list of sign-ins calls it.

    Invalid where the two do not go together, with the same answer whether there is such a user or not; Unavailable
    "slowed" after too many tries.
    """


@outside("POST /sign-out", name="people.sign_out", undo=never("one signs in again"))
def sign_out() -> None:
    """End the sign-in that this call came with; nothing where the operating system said who calls."""


@outside("GET /sign-ins", name="people.sign_ins", raises=(NotFound,), undo=never("nothing is changed"))
def sign_ins(login: str = "") -> tuple[SignIn, ...]:
    """Return the sign-ins that hold, the last used first: one's own, or (for administrators) those of `login`."""


@outside("DELETE /sign-ins/{id}", name="people.end_sign_in", raises=(NotFound,), undo=never("one signs in again"))
def end_sign_in(id: int) -> None:
    """End one sign-in, at once; other people's are for administrators, for anybody else they are not there."""


@outside("POST /sign-ins/end", name="people.end_all_sign_ins", raises=(NotFound,), undo=never("one signs in again"))
def end_all_sign_ins(login: str = "") -> int:
    """End all one's own sign-ins at once, this one too, or (for administrators) those of `login`; return how many."""


@outside(
    "POST /password", name="people.set_password", raises=(Invalid, NotFound), undo=never("the old one is not kept")
)
def set_password(login: str, password: str, current: str = "") -> None:
    """Give `login` ("": oneself) a new password and end that user's other sign-ins.

    One's own needs the `current` one, where there is one; somebody else's needs an administrator. Invalid where the
    password can be guessed, is too short or too long (`core.people.rules`), or `current` is wrong; Unavailable "slowed"
    after too many wrong ones.
    """
