"""What a call of `kundkort` says, as one typed object; argparse fills it in, and is not needed where nothing is said."""

from __future__ import annotations

from datetime import date

THEMES = ("dark", "light", "contrast", "ansi-dark", "ansi-light")
COLOURS = ("auto", "truecolor", "256", "ansi", "none")


class Arguments:
    """What the call says. "" and None: not said."""

    command: str = ""
    part: str = ""
    """The command within `user`."""
    register: str = ""
    user: str = ""
    language: str = ""
    today: date | None = None
    json: bool = False
    theme: str = ""
    color: str = ""
    ascii: bool = False
    no_mouse: bool = False
    file: str = ""
    url: str = ""
    origin: str = ""
    """What `copy` copies."""
    target: str = ""
    """Where `copy` puts it."""
    customers: int = 0
    again: bool = False
    repair: bool = False
    dry_run: bool = False
    refused: str = ""
    mapping: str = ""
    view: str = ""
    columns: str = ""
    search: str = ""
    text: list[str] = []
    limit: int = 0
    all: bool = False
    number: str = ""
    key: str = ""
    value: str = ""
    login: str = ""
    name: str = ""
    administrator: bool = False
    only_assigned: bool = False
    with_right: list[str] = []
    without_right: list[str] = []
    yes: bool = False
    listen: list[str] = []
    socket: str = ""
    certificate: str = ""
    key_file: str = ""
    behind_proxy: list[str] | None = None
    markdown: bool = False
