"""How users sign in and out, see and end their sign-ins, and get a new password."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actor import Actor
from core.caller import Caller
from core.clock import stamp
from core.errors import Fault, Invalid, KundkortError, NotFound
from core.people import api, passwords
from core.people.rules import MOST_SIGN_INS, password_faults
from core.people.sign_ins import end_one, end_those_of, epoch, holding
from core.people.tables import Credential, Token, UserRow
from core.people.tokens import Believed, expiry, hash_of, new_token
from core.people.tries import Tries, Try
from core.people.views import SignedIn, SignIn
from core.rights import Right
from core.services import Services
from core.values.bad_value import BadValue
from core.values.cleaning import check_length
from core.work import UnitOfWork


class _Known(NamedTuple):
    """A user who may work: who, by which name, and the hash of the password and when it was chosen (None: has none)."""

    id: int
    login: str
    name: str
    hash: str | None
    changed_at: str | None


# Signing in -----------------------------------------------------------------------------------------------------------


@api.sign_in.implement
async def sign_in(services: Services, login: str, password: str, device_name: str = "") -> SignedIn:
    """A token, when the password is right; until that is known, everybody costs the same work."""
    try:
        check_length("user_name", device_name)
    except BadValue as bad:
        raise Invalid([Fault("device_name", bad.code, bad.params)]) from None
    attempt = _begin(services, login)
    try:
        known = await services.unsigned(lambda session: _find(session, login))
        verdict = await passwords.verify(known.hash if known else None, password)
        renewed = await passwords.hash_password(password) if verdict.stale else ""
    except KundkortError:
        # One that is broken off counts: who does not wait for the answer has made us work all the same.
        attempt.undecided()
        raise
    if known is None or not verdict.right:
        raise Invalid([Fault("password", "login.wrong")])
    attempt.right()
    caller = Caller(known.login, services.caller.session, services.caller.device, services.caller.address)
    acting = services.acting(caller)
    token = new_token()
    expires = await acting.within(api.sign_in, lambda work: _issue(work, known, token, device_name, renewed))
    services.shared(Believed).forget()
    return SignedIn(token=token, expires=expires, user=await acting.register(api.me))


def _begin(services: Services, login: str) -> Try:
    return services.shared(Tries).begin(login, services.caller.address, services.now.timestamp())


def _find(session: Session, login: str) -> _Known | None:
    statement = (
        select(UserRow.id, UserRow.login, UserRow.name, Credential.hash, Credential.changed_at)
        .outerjoin(Credential, Credential.user == UserRow.id)
        .where(UserRow.login == login, UserRow.removed_seq.is_(None), UserRow.active)
    )
    row = session.execute(statement).first()
    return None if row is None else _Known(*row)


def _issue(work: UnitOfWork, known: _Known, token: str, device_name: str, renewed: str) -> str:
    """Write the token of a new sign-in down and return until when it holds."""
    credential = work.get(Credential, known.id)
    if credential is None or credential.changed_at != known.changed_at:
        # The password was changed while this one was looked at.
        raise Invalid([Fault("password", "login.wrong")])
    if renewed:
        credential.hash = renewed
    others = holding(work, known.id)
    for oldest in others[MOST_SIGN_INS - 1 :]:
        oldest.ended_at = stamp(work.now)
    expires = expiry(work.now, work.now)
    row = Token(id=work.new_id(), hash=hash_of(token), user=known.id, epoch=epoch(work), device_name=device_name)
    row.created_at = row.used_at = stamp(work.now)
    row.expires_at, row.ended_at = expires, None
    work.add(row)
    work.trace("sign_in", ("user", known.id))
    return expires


# Signing out, and the list --------------------------------------------------------------------------------------------


@api.sign_out.implement
async def sign_out(services: Services) -> None:
    """This sign-in is over."""
    id = services.caller.sign_in
    if id:
        await services.within(api.sign_out, lambda work: end_one(work, work.get(Token, id)))
        services.shared(Believed).forget()


@api.sign_ins.implement
async def sign_ins(services: Services, login: str = "") -> tuple[SignIn, ...]:
    """Those that hold, the last used first."""
    current = services.caller.sign_in

    def found(work: UnitOfWork) -> tuple[SignIn, ...]:
        user = _user(work, login)
        return tuple(_view(row, user.login, current) for row in holding(work, user.id))

    return await services.reading(api.sign_ins, found)


def _view(row: Token, login: str, current: int) -> SignIn:
    return SignIn(
        id=row.id,
        login=login,
        device_name=row.device_name,
        created=row.created_at,
        used=row.used_at,
        expires=row.expires_at,
        current=row.id == current,
    )


@api.end_sign_in.implement
async def end_sign_in(services: Services, id: int) -> None:
    """One less."""

    def end(work: UnitOfWork) -> None:
        row = work.get(Token, id)
        if row is None or (row.user != work.actor.id and not work.may(Right.ADMINISTRATOR)):
            raise NotFound("sign_in", id)
        end_one(work, row)

    await services.within(api.end_sign_in, end)
    services.shared(Believed).forget()


@api.end_all_sign_ins.implement
async def end_all_sign_ins(services: Services, login: str = "") -> int:
    """None is left."""
    count = await services.within(api.end_all_sign_ins, lambda work: end_those_of(work, _user(work, login).id))
    services.shared(Believed).forget()
    return count


def _user(work: UnitOfWork, login: str) -> UserRow:
    """Return the row of the actor ("" or their login) or, for administrators, of somebody else."""
    login = login or work.actor.login
    if login != work.actor.login:
        work.need(Right.ADMINISTRATOR)
    found = work.select(select(UserRow).where(UserRow.login == login))
    if not found:
        raise NotFound("user", login)
    return found[0]


# Passwords ------------------------------------------------------------------------------------------------------------


@api.set_password.implement
async def set_password(services: Services, login: str, password: str, current: str = "") -> None:
    """A new password, after the present one where it is one's own; all other sign-ins of the user end."""
    actor = await services.actor()
    own = login in ("", actor.login)
    if not own:
        actor.need(Right.ADMINISTRATOR)
    known = await services.unsigned(lambda session: _find(session, login or actor.login))
    if known is None:
        raise NotFound("user", login)
    if faults := password_faults(password, known.login, known.name):
        raise Invalid(faults)
    if own and known.hash is not None and await _is_done(services, actor, known.hash, password, current):
        return
    hashed = await passwords.hash_password(password)
    await services.within(
        api.set_password, lambda work: _write_password(work, known, hashed, but=services.caller.sign_in)
    )
    services.shared(Believed).forget()


async def _is_done(services: Services, actor: Actor, stored: str, password: str, current: str) -> bool:
    """Check the present password; say whether the new one stands there already, since the call was heard before."""
    if not current:
        raise Invalid([Fault("current", "password.current")])
    attempt = _begin(services, actor.login)
    try:
        right = (await passwords.verify(stored, current)).right
        done = not right and (await passwords.verify(stored, password)).right
    except KundkortError:
        attempt.undecided()
        raise
    if not right and not done:
        raise Invalid([Fault("current", "password.wrong")])
    attempt.right()
    return done


def _write_password(work: UnitOfWork, known: _Known, hashed: str, *, but: int) -> None:
    credential = work.get(Credential, known.id)
    if (credential.changed_at if credential else None) != known.changed_at:
        # Somebody else changed it while this was looked at: the current one is another by now.
        raise Invalid([Fault("password", "password.changed")])
    if credential is None:
        credential = Credential(user=known.id, hash="", changed_at="")
        work.add(credential)
    credential.hash, credential.changed_at = hashed, stamp(work.now)
    end_those_of(work, known.id, but=but)
    work.trace("set_password", ("user", known.id))
