"""The app: theme and language, the register that opens after the first frame, and one place for every error."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from core.clock import Clock, system_clock
from core.errors import KundkortError, SignedOut
from core.operation import Operation
from core.places import kind_of
from core.text import INTERFACE_LANGUAGES, Speech, speak
from tui import state as states
from tui.calm import CalmApp
from tui.clipboard import plain, sent, wrapped_sequence
from tui.connection import Connection, SigningIn
from tui.form.ids import IdPool
from tui.keys import KEYS, bindings
from tui.live import Feed
from tui.paint import Line
from tui.screens.base import Page
from tui.signs import use_ascii
from tui.start_environment import wants_ascii, wants_sixteen_colours
from tui.theme import PALETTES, textual_theme
from tui.trouble import on_hangup
from tui.when import local_time

if TYPE_CHECKING:
    from core.people.views import User
    from core.register import Register
    from core.settings.views import Settings
    from tui.bulk.run import BulkRun
    from tui.exporting.run import Export
    from tui.form.drafts import Journal
    from tui.importing.run import Import
    from tui.recent import Recent

P = ParamSpec("P")
R = TypeVar("R")

FIRST_FRAME = 0.001
"""Seconds after a page is made before it is painted, whole."""


class KundkortApp(CalmApp, inherit_bindings=False):
    """The interface of one user on one register.

    `opening` gives the register; it is called when the first frame is on the screen, and may import what is slow.
    `upgrading` opens a register of an older version after the user said yes; `signing_in` signs in to it with a login
    and a password, None where there is no such thing; `login` is the one that is offered.
    """

    CSS_PATH = [
        "app.tcss",
        "widgets/header.tcss",
        "widgets/band.tcss",
        "widgets/palette.tcss",
        "screens/base.tcss",
        # The first page's too: those of a page are read when it is pushed, which is a frame too late.
        "widgets/search_field.tcss",
        "widgets/customer_list.tcss",
        "widgets/pane.tcss",
        "screens/list.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app.quit")]

    def __init__(
        self,
        opening: Callable[[], Awaitable[Register]],
        state: states.State,
        *,
        first: Callable[[], Page[Any]] | None = None,
        upgrading: Callable[[], Awaitable[Register]] | None = None,
        signing_in: SigningIn | None = None,
        login: str = "",
        state_file: Path | None = None,
        log: Path | None = None,
        drafts: Path | None = None,
        register_url: str = "",
        clock: Clock = system_clock,
        theme: str = "",
        language: str = "",
        ascii_signs: bool | None = None,
    ) -> None:
        super().__init__(state, state_file, log)
        self.speech: Speech = speak(language or state.language or _language_of(os.environ))
        self.ascii_signs = wants_ascii(os.environ) if ascii_signs is None else ascii_signs
        use_ascii(self.ascii_signs)
        self.set_class(self.ascii_signs, "-ascii")
        for palette in PALETTES.values():
            self.register_theme(textual_theme(palette))
        self._begin_in(self._first_theme(theme))
        self.animation_level = "none"
        self.clock = clock
        self.drafts_folder, self.register_url = drafts, register_url
        self.journal: Journal | None = None
        self.ids = IdPool()
        self.importing: Import | None = None
        self.exporting: Export | None = None
        self.changing: BulkRun | None = None
        self.recent: Recent | None = None
        self.me: User | None = None
        self.settings: Settings | None = None
        self.login = login
        self.connection = Connection(self, signing_in)
        self.feed = Feed(self)
        self._opening, self._upgrading, self._first = opening, upgrading, first
        self._opened: asyncio.Future[Register] | None = None
        self._is_painted = False
        if state.keymap:
            self.set_keymap({key: keys for key, keys in state.keymap.items() if key in KEYS and key != "app.quit"})

    def _first_theme(self, theme: str) -> str:
        """Return the theme to begin with: the one asked for, else the last one, in what the terminal can show."""
        wanted = theme or self.state.theme or "dark"
        if self.no_color or (not theme and wants_sixteen_colours(os.environ)):
            return "ansi-light" if wanted in ("light", "ansi-light") else "ansi-dark"
        return wanted if wanted in PALETTES else "dark"

    def _begin_in(self, theme: str) -> None:
        """Use a theme from the start."""
        if PALETTES[theme].ansi:
            self.theme = theme
        else:
            # Nothing was styled yet: Textual would read every style sheet once more, and style every widget again.
            self.set_reactive(App.theme, theme)
        # With NO_COLOR Textual's own theme of the same name was there before ours, and its variables stayed.
        self.stylesheet.set_variables(self.get_css_variables())

    # -- the first frame and the register --------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """Return the list, which is laid out at once and painted whole; another first page is put on an empty screen."""
        if self._first is not None:
            return super().get_default_screen()
        from tui.screens.list import ListScreen

        return ListScreen()

    def on_load(self) -> None:
        """Make what the first page may wait for as soon as it is there."""
        self._opened = asyncio.get_running_loop().create_future()
        on_hangup(self.hung_up)

    async def on_mount(self) -> None:
        """Show another first page than the list."""
        if self._first is not None:
            await self.push_screen(self._first())

    def post_display_hook(self) -> None:
        """Open the register once the first frame is painted: what that imports would delay it."""
        if not self._is_painted:
            self._is_painted = True
            self.call_later(self._open)

    def _open(self) -> None:
        self.run_worker(self._open_register(), group="register", exit_on_error=True)

    async def _open_register(self) -> None:
        """Open the register; who waits for it waits until it can be opened."""
        assert self._opened is not None
        from tui.opening import open_patiently

        register = await open_patiently(self, self._opening, self._upgrading)
        self._opened.set_result(register)
        self.connection.begin(register)
        self.feed.begin()
        await self.learn_who()

    async def learn_who(self) -> None:
        """Ask who is working and what the company's settings are, unless that is known."""
        if self.me is not None:
            return
        from core.people.api import me
        from core.settings.api import get_settings

        user, settings = await asyncio.gather(self.ask(me), self.ask(get_settings))
        self.me, self.settings = user, settings
        self.state.company, self.state.user = settings.company_name, user.name or user.login
        self.page.refresh_header()
        self.page.refresh_band()
        if self.drafts_folder is not None:
            from tui.form.draft_offer import begin_drafts

            await begin_drafts(self)

    async def register_ready(self) -> Register:
        """Return the register as soon as it is open."""
        assert self._opened is not None
        return await asyncio.shield(self._opened)

    @property
    def register_is_open(self) -> bool:
        """Whether the register can be asked without waiting for it to open."""
        return self._opened is not None and self._opened.done() and self._opened.exception() is None

    async def ask(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the register, once it is open. Errors of the core are raised: `Page.start` and `Page.press` tell them."""
        register = await self.register_ready()
        return await self.signed_in(lambda: register(operation, *args, **kwargs))

    async def signed_in(self, call: Callable[[], Awaitable[R]]) -> R:
        """Make a call of the register; where nobody is signed in any more, ask for that, and make it again."""
        try:
            return await call()
        except SignedOut:
            if not await self.connection.sign_in_again():
                raise
        return await call()

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return what the register last answered to this, to be shown while it is asked again; None where nothing."""
        if self._opened is None or not self.register_is_open:
            return None
        return self._opened.result().remembered(operation, *args, **kwargs)

    # -- who and where ---------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day in the company's time zone."""
        return local_time(self.clock(), self.settings.time_zone if self.settings else "").date()

    @property
    def company(self) -> str:
        """The company's name, remembered from the last run until the register is open."""
        return self.state.company

    @property
    def user_name(self) -> str:
        """Who is working."""
        return self.state.user

    def connection_note(self) -> Line:
        """Return what is wrong with the connection, for the header; nothing for a register in a file."""
        return self.connection.note()

    @property
    def is_served(self) -> bool:
        """Whether a server answers, and not this program itself."""
        return kind_of(self.register_url) == "server"

    def told(self, error: KundkortError) -> None:
        """Learn that an error is told."""
        self.connection.told(error)

    def refresh_header(self) -> None:
        """Bring the header of the page on top up to date."""
        self.page.refresh_header()

    def open_page(
        self, module: str, name: str, /, *args: object, done: Callable[[Any], None] | None = None, **kwargs: object
    ) -> None:
        """Push the page class `name` of `module`, imported only now; `done` gets what it is dismissed with."""
        page: Page[Any] = getattr(import_module(module), name)(*args, **kwargs)
        self.push_screen(page, done)
        self.delay_update(FIRST_FRAME)

    def change_language(self, language: str) -> None:
        """Speak another language from now on, on every page."""
        self.speech.change(language)
        self.state.language = self.speech.language
        for page in self.screen_stack:
            if isinstance(page, Page):
                page.retranslate()

    def change_theme(self, theme: str) -> None:
        """Use another theme from now on; one of tui.theme.THEME_NAMES."""
        self.theme = self.state.theme = theme

    def copy(self, text: str, page: Page[Any], said: str = "") -> None:
        """Send `text` to the clipboard of the terminal, which does not answer, and say so: the text, or `said`."""
        text = plain(text)
        self.copy_to_clipboard(text)
        sequence = wrapped_sequence(text, os.environ)
        if sequence and self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
        page.say(*sent(text, said))

    # -- keys and the end ------------------------------------------------------------------------------------------

    async def on_unmount(self) -> None:
        """Close the register."""
        self.end_well()
        await self.feed.end()
        if self.register_is_open:
            await (await self.register_ready()).close()

    async def leave(self, last: Callable[[], Awaitable[object]] | None = None) -> None:
        """Ask what must be asked, do `last`, and end."""
        from tui.leaving import may_end

        if await may_end(self):
            await super().leave(last)

    async def undo(self, page: Page[Any]) -> None:
        """Take back the last change of this session, after saying what that is."""
        from tui.undoing import undo_last

        await undo_last(page)


def _language_of(environment: os._Environ[str]) -> str:
    """Return the language of the user's locale where we speak it; the first of ours otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = environment.get(name, "").split("_")[0].split(".")[0].lower()
        if code in INTERFACE_LANGUAGES:
            return code
    return INTERFACE_LANGUAGES[0]
