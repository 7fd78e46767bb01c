"""Textual's driver of a terminal, sending only what differs from what stands there."""

from __future__ import annotations

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.wire import Wire


class LeanDriver(LinuxDriver):
    """Writes through a `Wire`; Windows has a driver of another kind, which is left as it is."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.wire = Wire()

    def write(self, data: str) -> None:
        """Send what must be sent for `data`."""
        lean = self.wire.lean(data)
        if lean:
            super().write(lean)
