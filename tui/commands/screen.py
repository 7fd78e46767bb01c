"""Opens the interface: Textual is imported here, after everything that could make that needless."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from core.places import kind_of, takes_password, without_password
from core.text import _, speech
from tui import state as states
from tui.commands.call import Call
from tui.commands.configuration import is_yes, whole_url
from tui.commands.said import COLOURS
from tui.commands.stopping import WRONGLY_CALLED, Stopped
from tui.harmless import harmless

if TYPE_CHECKING:
    from core.register import Register
    from tui.connection import SigningIn
    from tui.start_environment import ColourChoice


def open_in_use(call: Call) -> int:
    """Open the register in use."""
    return open_screen(call, call.url, call.login, call.state, call.where.state_file)


def open_another(call: Call) -> int:
    """Open the register that is named, and remember it as the one in use once it is open."""
    url = whole_url(call.arguments.url)
    code = open_screen(call, url, call.login, call.state, call.where.state_file, remember=True)
    if call.state.register == without_password(url) != url:
        call.answers.note(_("The password is not remembered: put it in ~/.pgpass, or in PGPASSWORD"))
    return code


def open_screen(
    call: Call, url: str, login: str, state: states.State, state_file: Path, *, remember: bool = False
) -> int:
    """Run the interface on the register at `url` until it is quit; return its exit code."""
    need_terminal()
    # What is imported and made now stays: looking through it for waste is a tenth of the start.
    gc.disable()
    from tui.start_environment import prepare

    prepare(colour=_colour(call))
    from tui.app import KundkortApp
    from tui.trouble import keep_log

    keep_log(call.where.log)

    async def opening(*, upgrade: bool = False) -> Register:
        from core.register import open_register

        try:
            register = await open_register(url, user=login, clock=call.clock, upgrade=upgrade)
        finally:
            gc.freeze()
            gc.enable()
        if remember and harmless(url) == url:
            # Another name could not be written down, and a password is not.
            state.register = without_password(url)
        return register

    said, configured = call.arguments, call.configured
    app = KundkortApp(
        opening,
        state,
        upgrading=(lambda: opening(upgrade=True)) if kind_of(url) == "file" else None,
        signing_in=_signing_in(url),
        login=call.arguments.user or state.login or login,
        state_file=state_file,
        log=call.where.log,
        drafts=call.where.drafts,
        register_url=harmless(without_password(url)),
        clock=call.clock,
        theme=said.theme or configured.get("theme", ""),
        language=speech().language,
        ascii_signs=True if said.ascii or is_yes(configured.get("ascii", "")) else None,
    )
    app.run(mouse=not said.no_mouse and ("mouse" not in configured or is_yes(configured["mouse"])))
    return app.return_code or 0


def _signing_in(url: str) -> SigningIn | None:
    """Return what signs in to a server with a password; on this machine's socket the system says who one is."""
    if not takes_password(url):
        return None

    async def signing_in(login: str, password: str) -> None:
        from core.register import sign_in_to

        await sign_in_to(url, login, password)

    return signing_in


def need_terminal() -> None:
    """Raise Stopped unless somebody can see the interface and type in it."""
    # Textual reads from stdin and writes to stderr, so that an answer may go elsewhere.
    for stream in (sys.__stdin__, sys.__stderr__):
        if stream is None or not stream.isatty():
            text = _(
                "The interface needs a terminal. Without one: kundkort find, show, import, export; see kundkort --help"
            )
            raise Stopped(text, WRONGLY_CALLED)


def _colour(call: Call) -> ColourChoice:
    wanted = call.arguments.color or call.configured.get("color", "auto")
    if wanted not in COLOURS:
        raise Stopped(
            _("{wanted} is no number of colours. There are: {known}", wanted=wanted, known=", ".join(COLOURS))
        )
    return cast("ColourChoice", wanted)
