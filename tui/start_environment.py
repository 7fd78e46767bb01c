"""What must stand in the environment before Textual is imported: colours, frames, NO_COLOR; imports no Textual."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from typing import Literal

ColourChoice = Literal["auto", "truecolor", "256", "ansi", "none"]

FRAMES_A_SECOND = 30
"""Enough for the eye, and half the bytes of Textual's 60 while something scrolls."""


def prepare(environment: MutableMapping[str, str] | None = None, colour: ColourChoice = "auto") -> None:
    """Set what Textual reads when it is imported; what the user has set stays.

    256 colours are preferred wherever a terminal has them or more: our colours are exact in them, so it looks the same
    everywhere, and takes 28 % fewer bytes. An empty NO_COLOR counts as not
    set (no-color.org); Textual would take it as set. With NO_COLOR the theme must be a 16-colour one when Textual
    chooses its filter, or everything becomes black on black.
    """
    where = os.environ if environment is None else environment
    where.setdefault("TEXTUAL_FPS", str(FRAMES_A_SECOND))
    where.setdefault("TEXTUAL_ANIMATIONS", "none")
    where.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if colour == "none":
        where["NO_COLOR"] = "1"
    elif colour != "auto" or where.get("NO_COLOR") == "":
        where.pop("NO_COLOR", None)
    if "NO_COLOR" in where:
        where["TEXTUAL_THEME"] = "ansi-dark"
    if colour in ("truecolor", "256"):
        where["TEXTUAL_COLOR_SYSTEM"] = colour
    elif colour == "ansi":
        where["TEXTUAL_COLOR_SYSTEM"] = "standard"
    elif colour == "auto" and has_256_colours(where):
        where.setdefault("TEXTUAL_COLOR_SYSTEM", "256")


def has_256_colours(environment: MutableMapping[str, str]) -> bool:
    """Say whether the terminal has 256 colours or more, as far as its environment tells (sshd passes TERM on only)."""
    deep = environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    return deep or "256color" in environment.get("TERM", "")


def wants_sixteen_colours(environment: MutableMapping[str, str]) -> bool:
    """Say whether the terminal has no more than 16 colours, or none are wanted, so that a 16-colour theme is right."""
    if environment.get("NO_COLOR"):
        return True
    system = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if system != "auto":
        return system in ("standard", "windows")
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    term = environment.get("TERM", "").strip().lower()
    return term in ("", "dumb", "linux", "vt100", "vt220", "ansi", "xterm", "screen", "cygwin") or "16color" in term


def wants_ascii(environment: MutableMapping[str, str]) -> bool:
    """Say whether signs must be ASCII: a CJK locale draws ours two cells wide, and not every locale is Unicode."""
    if sys.__stderr__ is not None and "utf" not in (sys.__stderr__.encoding or "utf-8").lower():
        return True
    # Python itself sets LC_CTYPE to C.UTF-8 where the system lacks the locale that is asked for.
    said = [environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    locale = next((value for value in said if value and value not in ("C.UTF-8", "C.utf8", "UTF-8")), "")
    language, _dot, encoding = locale.partition(".")
    if language.split("_")[0] in ("zh", "ja", "ko"):
        return True
    known = encoding.lower().replace("-", "")
    return bool(known) and not known.startswith("utf8")
