"""The five themes of LOOK.md 4 and the styles that lines are painted with, all from one table of roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

STATUS_ROLES = ("success", "warning", "error", "purple", "blue")
"""Roles that say how a thing stands; never "you, or your key", which is the accent."""

BACKGROUNDS = ("background", "surface", "panel", "field", "fieldfocus", "mark", "cursor")
"""What a line can be painted on."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme by role: "#RRGGBB", each an xterm-256 colour exactly, or a name of the 16 colours."""

    name: str
    dark: bool
    ansi: bool
    background: str
    surface: str
    panel: str
    fieldfocus: str
    mark: str
    cursor: str
    oncursor: str
    oncursor2: str
    text: str
    muted: str
    accent: str
    onaccent: str
    success: str
    warning: str
    error: str
    purple: str
    blue: str
    edge: str
    rule: str

    def colour(self, role: str) -> str:
        """Return the colour of a role; "field" is the panel's."""
        return str(getattr(self, "panel" if role == "field" else role))


PALETTES: dict[str, Palette] = {
    palette.name: palette
    for palette in (
        Palette(
            name="dark",
            dark=True,
            ansi=False,
            background="#121212",
            surface="#1C1C1C",
            panel="#262626",
            fieldfocus="#3A3A3A",
            mark="#303030",
            cursor="#005F5F",
            oncursor="#FFFFFF",
            oncursor2="#D7FFFF",
            text="#DCDCDC",
            muted="#A9A9A9",
            accent="#5FD7D7",
            onaccent="#000000",
            success="#87D787",
            warning="#FFAF5F",
            error="#FF8787",
            purple="#D7AFFF",
            blue="#87AFFF",
            edge="#767676",
            rule="#4E4E4E",
        ),
        Palette(
            name="light",
            dark=False,
            ansi=False,
            background="#FFFFFF",
            surface="#F0F0F0",
            panel="#F0F0F0",
            fieldfocus="#E6E6E6",
            mark="#F0F0F0",
            cursor="#AFD7D7",
            oncursor="#000000",
            oncursor2="#3A3A3A",
            text="#1C1C1C",
            muted="#585858",
            accent="#005F5F",
            onaccent="#FFFFFF",
            success="#005F00",
            warning="#875F00",
            error="#AF0000",
            purple="#8700AF",
            blue="#005FAF",
            edge="#808080",
            rule="#BDBDBD",
        ),
        Palette(
            name="contrast",
            dark=True,
            ansi=False,
            background="#000000",
            surface="#000000",
            panel="#262626",
            fieldfocus="#444444",
            mark="#303030",
            cursor="#FFFF5F",
            oncursor="#000000",
            oncursor2="#000000",
            text="#FFFFFF",
            muted="#DCDCDC",
            accent="#FFFF5F",
            onaccent="#000000",
            success="#87FF87",
            warning="#FFAF5F",
            error="#FFAFAF",
            purple="#D7AFFF",
            blue="#AFD7FF",
            edge="#D2D2D2",
            rule="#949494",
        ),
        Palette(
            name="ansi-dark",
            dark=True,
            ansi=True,
            background="default",
            surface="default",
            panel="default",
            fieldfocus="default",
            mark="default",
            cursor="default",
            oncursor="default",
            oncursor2="default",
            text="default",
            muted="default",
            accent="bright_cyan",
            onaccent="black",
            success="bright_green",
            warning="bright_yellow",
            error="bright_red",
            purple="bright_magenta",
            blue="bright_blue",
            edge="default",
            rule="default",
        ),
        Palette(
            name="ansi-light",
            dark=False,
            ansi=True,
            background="default",
            surface="default",
            panel="default",
            fieldfocus="default",
            mark="default",
            cursor="default",
            oncursor="default",
            oncursor2="default",
            text="default",
            muted="default",
            accent="blue",
            onaccent="bright_white",
            success="green",
            warning="yellow",
            error="red",
            purple="magenta",
            blue="blue",
            edge="default",
            rule="default",
        ),
    )
}

THEME_NAMES = tuple(PALETTES)


EXACT = {
    "primary": "accent",
    "accent": "accent",
    "warning": "warning",
    "error": "error",
    "success": "success",
    "foreground": "text",
    "background": "background",
    "surface": "surface",
    "panel": "panel",
}
"""Textual's names of colours, and the roles that they are."""


VARIABLES = {
    "text-muted": "muted",
    "block-cursor-background": "cursor",
    "block-cursor-foreground": "oncursor",
    "block-cursor-blurred-background": "background",
    "footer-background": "panel",
    "footer-key-foreground": "accent",
    "footer-description-foreground": "muted",
    "input-cursor-background": "accent",
    "input-cursor-foreground": "onaccent",
    "input-selection-background": "cursor",
    "input-selection-foreground": "oncursor",
    **{f"kk-{role}": role for role in ("mark", "fieldfocus", "edge", "rule", "purple", "blue", "oncursor2")},
}
"""Textual's variables that we set, and ours, which begin with `kk-`, and the roles that they are."""


def textual_theme(palette: Palette) -> Theme:
    """Return Textual's theme of a palette: its colours, and every variable of EXACT and VARIABLES."""
    colours = {name: _css(palette, role) for name, role in EXACT.items()}
    return Theme(
        name=palette.name,
        primary=colours["primary"],
        secondary=colours["accent"],
        accent=colours["accent"],
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        dark=palette.dark,
        ansi=palette.ansi,
        # Textual's way from a colour to its shades and back moves some by one: as variables they are exact.
        variables={**colours, **_variables(palette)},
    )


def _css(palette: Palette, role: str) -> str:
    colour = palette.colour(role)
    return f"ansi_{colour}" if palette.ansi else colour


def _variables(palette: Palette) -> dict[str, str]:
    variables = {name: _css(palette, role) for name, role in VARIABLES.items()}
    variables |= {"block-cursor-text-style": "bold", "input-cursor-text-style": "reverse" if palette.ansi else "none"}
    if palette.ansi:
        ground, ink = ("black", "white") if palette.dark else ("white", "black")
        # Textual's own style sheet of Screen needs the first two.
        variables |= {
            "ansi-background": f"ansi_{ground}",
            "ansi-foreground": f"ansi_{ink}",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-selection-background": _css(palette, "accent"),
            "input-selection-foreground": "ansi_black",
        }
    return variables


@cache
def style(
    theme: str, role: str, on: str = "background", bold: bool = False, underline: bool = False, sign: bool = False
) -> Style:
    """Return the style of words of `role` painted on one of BACKGROUNDS.

    On the cursor row words lose their colour; only a `sign` keeps its own, in high contrast not even that. In the 16
    colours the cursor row is reverse and bold, and muted is dim.
    """
    palette = PALETTES[theme]
    if palette.ansi:
        return _ansi_style(palette, role, on, bold, underline)
    if on == "cursor" and not (sign and role in (*STATUS_ROLES, "accent") and theme != "contrast"):
        role = "oncursor2" if role in ("muted", "oncursor2", "edge", "rule") else "oncursor"
    return Style(
        color=Color.parse(palette.colour(role)),
        bgcolor=Color.parse(palette.colour(on)),
        bold=bold or None,
        underline=underline or None,
    )


def _ansi_style(palette: Palette, role: str, on: str, bold: bool, underline: bool) -> Style:
    if on == "cursor":
        return Style(reverse=True, bold=True, underline=underline or None)
    colour = palette.colour(role)
    return Style(
        color=None if colour == "default" else Color.parse(colour),
        dim=(role in ("muted", "edge", "rule") and not bold) or None,
        bold=bold or None,
        underline=underline or None,
    )
