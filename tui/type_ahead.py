"""Keys that come faster than they can be done: each waits until the one before it has done all it does.

A dispatcher who types "/brf" over a slow line sends it in one piece. Textual hands every key to whatever has the focus
when it arrives; without this the letters would still go to the list, where "e" means edit.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message import Message

PATIENCE = 1.0
"""Seconds after which a key no longer waits: what the one before it opened may have gone away with it."""
LOOK_AGAIN = 0.01
"""Seconds between two looks at a page that is still opening."""


class KeyDone(Message):
    """Follows a key on its way from the widget with the focus up to the app: behind it, the key has done its work."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class OneKeyAtATime(App[None], inherit_bindings=False):
    """An app in which keys and pastes are handled one after the other, also when they move the focus or open a page."""

    def __init__(self) -> None:
        super().__init__()
        self._keys_waiting: deque[events.Key | events.Paste] = deque()
        self._key_number = 0
        self._key_in_hand = False
        self._key_waits_until = 0.0
        self._no_longer: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take a key from the terminal, or let it wait its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._key_in_hand:
            self._keys_waiting.append(event)
        else:
            await self._take(event)

    async def _take(self, event: events.Key | events.Paste) -> None:
        self._key_in_hand = True
        self._key_number += 1
        loop = asyncio.get_running_loop()
        self._key_waits_until = loop.time() + PATIENCE
        self._no_longer = loop.call_later(PATIENCE, self.post_message, KeyDone(self._key_number))
        target = self.focused or self.screen
        await super().on_event(event)
        target.post_message(KeyDone(self._key_number))

    def on_key_done(self, message: KeyDone) -> None:
        """Go on when the key has done what it does; a new focus is given in this same queue, before what is called here."""
        message.stop()
        if self._key_in_hand and message.number == self._key_number:
            if self._no_longer is not None:
                self._no_longer.cancel()
            self.call_later(self._next)

    async def _next(self) -> None:
        loop = asyncio.get_running_loop()
        if self._keys_waiting and getattr(self.screen, "opening", False) and loop.time() < self._key_waits_until:
            # A page that is still reading what it shows can't take what is typed into it.
            loop.call_later(LOOK_AGAIN, self.call_later, self._next)
            return
        self._key_in_hand = False
        if self._keys_waiting:
            await self._take(self._keys_waiting.popleft())
