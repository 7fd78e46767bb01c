"""Opening the register: an older one after a question, a server's after signing in; where it fails, a page says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from core.errors import KundkortError, Outdated, SignedOut

if TYPE_CHECKING:
    from core.register import Register
    from tui.app import KundkortApp

Opening = Callable[[], "Awaitable[Register]"]


async def open_patiently(app: KundkortApp, opening: Opening, upgrading: Opening | None) -> Register:
    """Return the register that `opening` gives, however often it must be tried; to be run in a worker of the app.

    `upgrading` opens a register of an older version, and is called after the user said yes.
    """

    async def attempt() -> Register:
        try:
            return await opening()
        except Outdated as error:
            if error.params["newer"] or upgrading is None or not await _asks_to_upgrade(app):
                raise
        except SignedOut:
            if app.connection.signing_in is None:
                raise
            return await _signs_in(app, opening)
        return await upgrading()

    try:
        return await attempt()
    except KundkortError as error:
        from tui.screens.no_register import NoRegisterScreen

        return await app.push_screen_wait(NoRegisterScreen(attempt, error))


async def _signs_in(app: KundkortApp, opening: Opening) -> Register:
    from tui.screens.sign_in import SignInScreen

    async def enter(login: str, password: str) -> Register:
        await app.connection.enter(login, password)
        return await opening()

    return await app.push_screen_wait(SignInScreen(enter, login=app.login))


async def _asks_to_upgrade(app: KundkortApp) -> bool:
    from tui.upgrading import upgrade_question

    return await app.page.question(upgrade_question()) == "upgrade"
