"""How users are told apart, listed and added."""

from __future__ import annotations

from sqlalchemy import select

from core import access
from core.errors import Fault, Invalid
from core.people import api
from core.people.tables import UserRight, UserRow
from core.people.views import User, UserDraft
from core.rights import ORDINARY, Right
from core.values.bad_value import BadValue
from core.values.cleaning import check_length
from core.work import UnitOfWork


@api.list_users.implement
def list_users(work: UnitOfWork) -> tuple[User, ...]:
    """Every user, by login."""
    rights: dict[int, list[Right]] = {}
    for row in work.select(select(UserRight)):
        rights.setdefault(row.user, []).append(Right(row.right))
    rows = work.select(select(UserRow).order_by(UserRow.login))
    return tuple(_view(row, rights.get(row.id, [])) for row in rows)


@api.add_user.implement
def add_user(work: UnitOfWork, draft: UserDraft) -> User:
    """A user, the rights, and (unless only assigned customers show) access to all of them."""
    _check(work, draft)
    row = UserRow(
        id=work.new_id(), login=draft.login, name=draft.name or draft.login, only_assigned=draft.only_assigned
    )
    row.active = True
    work.add(row)
    work.flush()
    rights = {Right.ADMINISTRATOR} if draft.administrator else (ORDINARY | set(draft.also)) - set(draft.without)
    for right in sorted(rights):
        work.add(UserRight(id=work.new_id(), user=row.id, right=right.value))
    if not draft.only_assigned:
        access.grant(work, row.id, None)
    work.flush()
    return _view(row, sorted(rights))


def _check(work: UnitOfWork, draft: UserDraft) -> None:
    faults = []
    for field, text in (("login", draft.login), ("name", draft.name)):
        try:
            check_length("user_name", text)
        except BadValue as bad:
            faults.append(Fault(field, bad.code, bad.params))
    if not draft.login:
        faults.append(Fault("login", "required"))
    elif work.select(select(UserRow).where(UserRow.login == draft.login).limit(1), whole=True):
        faults.append(Fault("login", "login.taken"))
    if faults:
        raise Invalid(faults)


def _view(row: UserRow, rights: list[Right]) -> User:
    return User(
        id=row.id,
        login=row.login,
        name=row.name,
        rights=tuple(sorted(rights)),
        only_assigned=row.only_assigned,
        active=row.active,
        seq=row.seq,
    )
