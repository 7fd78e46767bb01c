"""Text that does nothing to a terminal, whatever it came from: a file's name, an argument, another program's message."""

from __future__ import annotations

import re

# Control characters, line and paragraph separators, bidi controls, what has no width, halves of characters: all that
# can move the cursor, turn text around, hide something, or that no encoding can say.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def harmless(text: str) -> str:
    """Return `text` with a sign in the place of each character that a terminal would obey; as long as it was."""
    return text if text.isprintable() else UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
