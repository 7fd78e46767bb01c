"""`kundkort user`: who may work in the register, and how they sign in."""

from __future__ import annotations

from core.people.api import add_user, list_users
from core.people.views import User, UserDraft
from core.rights import RIGHT_NAMES, Right
from core.text import _
from tui.commands.call import Call, wait_for
from tui.commands.stopping import DONE, WRONGLY_CALLED, Stopped


def users(call: Call) -> int:
    """Do what the part of the command says."""
    part = call.arguments.part
    if part in ("add", "list"):
        return wait_for(_add(call) if part == "add" else _list(call))
    from tui.commands import sign_ins

    parts = {"password": sign_ins.password, "sign-ins": sign_ins.listed, "sign-out": sign_ins.end}
    return parts[part](call)


async def _add(call: Call) -> int:
    said = call.arguments
    draft = UserDraft(
        login=said.login,
        name=said.name,
        administrator=said.administrator,
        only_assigned=said.only_assigned,
        without=_rights(said.without_right),
        also=_rights(said.with_right),
    )
    async with call.register() as register:
        user = await register(add_user, draft)
    if call.answers.json:
        call.answers.value(user)
    else:
        call.answers.line(_("{login} can work in the register now", login=user.login))
    return DONE


def _rights(names: list[str]) -> tuple[Right, ...]:
    """Return the rights with these names; raises Stopped where there is none of that name."""
    known = {right.value: right for right in Right}
    for name in names:
        if name not in known:
            names_too = ", ".join(f"{code} ({_(RIGHT_NAMES[right])})" for code, right in known.items())
            text = _("There is no right {name}. There are: {known}", name=name, known=names_too)
            raise Stopped(text, WRONGLY_CALLED)
    return tuple(known[name] for name in names)


async def _list(call: Call) -> int:
    async with call.register() as register:
        found = await register(list_users)
    if call.answers.json:
        call.answers.value(found)
    else:
        call.answers.table((_("Login"), _("Name"), _("Rights"), ""), (_cells(user) for user in found))
    return DONE


def _cells(user: User) -> tuple[str, ...]:
    rights = _(RIGHT_NAMES[Right.ADMINISTRATOR])
    if Right.ADMINISTRATOR not in user.rights:
        rights = ", ".join(_(RIGHT_NAMES[right]) for right in Right if right in user.rights)
    marks = [_("only assigned customers")] * user.only_assigned + [_("inactive")] * (not user.active)
    return user.login, user.name, rights, ", ".join(marks)
