"""What every page can do by a key: help, the palette, other places, messages, painting anew, undoing, and quitting."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from textual.screen import ScreenResultType

from tui.screens.working import WorkingScreen

if TYPE_CHECKING:
    from tui.overlays.palette import Commands
    from tui.screens.base import Page


class Everywhere(WorkingScreen[ScreenResultType]):
    """A screen with the actions of the keys that work on all of them."""

    @property
    def _page(self) -> Page[ScreenResultType]:
        return cast("Page[ScreenResultType]", self)

    @property
    def opening(self) -> bool:
        """Whether what takes the keys is still on its way: those that come early wait for it."""
        return self.commands is not None and not self._page.typing

    def action_help(self) -> None:
        """Open the help page."""
        self.kundkort.open_page("tui.screens.help", "HelpScreen")

    def action_palette(self) -> None:
        """Open the palette, or close it."""
        if self.commands is not None:
            self.commands.close()
            return
        from tui.overlays.palette import Commands

        self.commands = Commands(self._page)
        self.commands.open()

    commands: Commands | None = None
    """The palette, while it is open."""

    async def action_go_import(self) -> None:
        """Import a register, or look at the import that goes on, or that did not come to its end last time."""
        from tui.importing.actions import open_import

        await open_import(self._page)

    def action_go_recent(self) -> None:
        """Show the customers that were opened last."""
        self.kundkort.open_page("tui.screens.recent", "RecentScreen")

    def action_go_back(self) -> Coroutine[Any, Any, None]:
        """Open the card that was opened before."""
        from tui.recent_steps import go

        return go(self._page, -1)

    def action_go_forward(self) -> Coroutine[Any, Any, None]:
        """Open the card that one went back from."""
        from tui.recent_steps import go

        return go(self._page, 1)

    def action_go_sign_ins(self) -> None:
        """Show where one is signed in."""
        self.kundkort.open_page("tui.screens.sign_ins", "SignInsScreen")

    def action_messages(self) -> None:
        """Show what was said earlier."""
        self.kundkort.open_page("tui.screens.messages", "MessagesScreen")

    def action_repaint(self) -> None:
        """Paint every cell anew: something else has written on the terminal."""
        self.kundkort.forget_terminal()
        self.refresh(layout=True)

    def action_quit(self) -> Coroutine[Any, Any, None]:
        """End the program; pages with something unsaved ask first."""
        return self.kundkort.leave()

    def action_undo(self) -> Coroutine[Any, Any, None]:
        """Take back the last change of this session."""
        return self.kundkort.undo(self._page)
