"""Makes the picture of the README: the program itself, without a screen, on the example company.

python -m tools.picture [FILE]      docs/picture.svg where no file is named
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "picture.svg"
TODAY = date(2026, 11, 24)
SIZE = (120, 32)
KEYS = ("slash", *"brf", "space", *"ek", "down", "down")
"""What is pressed before the picture is taken."""
CUSTOMERS = 2_000
STILL, TRIES = 0.3, 40
"""Seconds for which the screen must not change, and how often that is tried."""
FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


async def take(folder: Path) -> str:
    """Return the picture as SVG; `folder` gets the example company."""
    from core.clock import clock_on
    from core.demo.prepare import prepare
    from core.places import sqlite_url
    from core.register import Register, open_register
    from tui.app import KundkortApp
    from tui.state import State

    url = sqlite_url(folder / "example.sqlite")
    await prepare(url, login="anna", customers=CUSTOMERS, today=TODAY)

    async def opening() -> Register:
        return await open_register(url, user="anna", clock=clock_on(TODAY))

    app = KundkortApp(opening, State(), theme="dark", language="en", ascii_signs=False)
    async with app.run_test(size=SIZE) as pilot:
        await app.register_ready()
        await settled(pilot)
        for key in KEYS:
            await pilot.press(key)
        return await settled(pilot)


async def settled(pilot: Pilot[None]) -> str:
    """Return the screen as SVG once nothing on it changes any more."""
    before = ""
    for _try in range(TRIES):
        await pilot.pause(STILL)
        now = pilot.app.export_screenshot(title="kundkort")
        if now == before:
            return now
        before = now
    raise RuntimeError("the screen does not come to rest")


def with_own_fonts(svg: str) -> str:
    """Return the picture without fonts from elsewhere: every system has one of those it then asks for."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family:\s*[^;]*;", f"font-family: {FONTS};", svg)
    # Lines end in spaces where the template has them, which changes of the picture would show.
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def main(arguments: list[str]) -> int:
    """Take the picture and write it; return 0."""
    if len(arguments) > 1 or arguments[:1] == ["--help"]:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    target = Path(arguments[0]) if arguments else PICTURE
    for name in ("NO_COLOR", "SSH_CONNECTION", "SSH_TTY"):
        os.environ.pop(name, None)
    os.environ |= {"COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KUNDKORT_HOME"] = folder
        picture = with_own_fonts(asyncio.run(take(Path(folder))))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(picture, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
