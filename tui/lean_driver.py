"""Textual's driver of a terminal, sending only what differs from what stands there."""

from __future__ import annotations

import os
import selectors
import signal
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.pasted import Pasted
from tui.wire import Wire, erases

if TYPE_CHECKING:
    from tui.calm import CalmApp

READ = 4096
"""Bytes read at once."""
LOOK_EVERY = 0.1
"""Seconds between two looks at whether the program ends, and at an Escape that nothing followed."""


class LeanDriver(LinuxDriver):
    """Writes through a `Wire`; Windows has a driver of another kind, which is left as it is."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.wire = Wire(erases=erases(os.environ))

    def run_input_thread(self) -> None:
        """Read what is typed until the end.

        Textual's own stops the program at a byte that is no UTF-8, as a terminal of another encoding sends for "å", and
        asks a terminal that is gone for ever.
        """
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        pasted = Pasted()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                typed = ""
                if selector.select(LOOK_EVERY):
                    read = self._read()
                    if not read:
                        return
                    typed = pasted.cleaned(decode(read))
                for event in (*(parser.feed(typed) if typed else ()), *parser.tick()):
                    self.process_message(event)

    def _read(self) -> bytes:
        """Return what was typed; b"" when the terminal is gone, which the app is told."""
        try:
            read = os.read(self.fileno, READ)
        except OSError:
            read = b""
        if not read and not self.exit_event.is_set():
            self._app.call_later(cast("CalmApp", self._app).hung_up, signal.SIGHUP)
        return read

    def write(self, data: str) -> None:
        """Send what must be sent for `data`."""
        lean = self.wire.lean(data)
        if lean:
            super().write(lean)
