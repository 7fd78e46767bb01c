"""Files to choose from: what a typed or dropped path means, what stands in a folder; pure but for reading folders."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from core.values.cleaning import clean
from core.values.sorting import sort_key

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xls", ".ods"})
"""Files that look like registers; others are shown when their name is typed."""
MOST = 1000
"""Entries of a folder that are shown; typing narrows them."""


class Found(NamedTuple):
    """A file or folder: its name as it can be shown, where it is, its size in bytes, when it was last changed."""

    name: str
    path: Path
    folder: bool
    size: int = 0
    changed: datetime | None = None


class Typed(NamedTuple):
    """A typed path: the folder it is in, and how its last part begins."""

    folder: Path
    begins: str


ANEW = ("'/", '"/', "file://", "//", "/~/")
"""Where a whole path begins in the midst of a text."""


def is_begun_anew(text: str) -> bool:
    """Say whether a whole path begins in the midst of a text, or it is written as a terminal writes a dropped file."""
    return any(text.find(mark) > 0 or (text.startswith(mark) and mark in ANEW[:3]) for mark in ANEW) and (
        text[:1] not in "'\"" or text.rstrip()[-1:] == text[:1]
    )


def meant_path(text: str) -> str:
    """Return what a typed or dropped text means as a path, "~" written out.

    A terminal gives a dropped file in quotes, with backslashes before spaces, or as file://…; what is dropped behind a
    path that stands there already begins anew: "/home/anna//tmp/x.csv" is /tmp/x.csv.
    """
    text = text.strip("\r\n")
    for mark in ANEW:
        place = text.rfind(mark)
        if place == 0 and mark in ANEW[:3]:
            break
        if place > 0:
            text = text[place + (mark in ("//", "/~/")) :]
            break
    return os.path.expanduser(_unquoted(text.rstrip() if text[:1] in "'\"" else text))  # noqa: PTH111 - keeps a last /


def _unquoted(text: str) -> str:
    if text.startswith("file://"):
        try:
            return unquote(urlsplit(text.strip()).path)
        except ValueError:
            return text
    if text[:1] in "'\"" or ("\\ " in text and sys.platform != "win32"):
        try:
            return shlex.split(text)[0]
        except (ValueError, IndexError):
            return text.strip("'\"")
    return text


def typed(text: str) -> Typed:
    """Take a text apart into a folder and the beginning of a name."""
    path = meant_path(text)
    head, begins = os.path.split(path)
    return Typed(Path(head or "."), begins)


def is_file(path: Path) -> bool:
    """Say whether there is a file, as far as one may know: not where the name is too long, or a folder is closed."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Say whether there is a folder, as far as one may know."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def first_folder(remembered: str) -> Path:
    """Return the folder to begin in: the one of last time, else where the program was started, else one's own."""
    if remembered and is_folder(Path(remembered)):
        return Path(remembered)
    for place in (Path.cwd, Path.home):
        # The folder that the program was started in may be gone, and somebody may have none of their own.
        with suppress(OSError, RuntimeError):
            return place()
    return Path("/")


def folder_text(folder: Path) -> str:
    """Return a folder as the field shows it: with the separator at its end."""
    text = str(folder)
    return text if text.endswith(os.sep) else text + os.sep


def listed(place: Typed, suffixes: Collection[str] = SUFFIXES) -> list[Found]:
    """Return what is in a folder and begins as typed: files first, the newest on top, then folders; OSError if it can't.

    Of files only those that end in one of `suffixes`, unless their whole name is typed; hidden ones only when asked for.
    """
    wanted = place.begins.casefold()
    files: list[Found] = []
    folders: list[Found] = []
    with os.scandir(place.folder) as entries:
        for entry in entries:
            if not entry.name.casefold().startswith(wanted) or (entry.name.startswith(".") and not wanted):
                continue
            name = clean(entry.name) or "?"
            if _is_folder(entry):
                folders.append(Found(name, Path(entry.path), True))
            elif Path(entry.name).suffix.lower() in suffixes or entry.name == place.begins:
                files.append(_file(entry, name))
    files.sort(key=lambda found: (-(found.changed.timestamp() if found.changed else 0), sort_key(found.name)))
    folders.sort(key=lambda found: sort_key(found.name))
    return [*files, *folders][:MOST]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _file(entry: os.DirEntry[str], name: str) -> Found:
    try:
        found = entry.stat()
    except OSError:
        return Found(name, Path(entry.path), False)
    return Found(name, Path(entry.path), False, found.st_size, _moment(found.st_mtime))


def _moment(seconds: float) -> datetime | None:
    """Return a time of the system; None where it is none that a calendar has."""
    try:
        return datetime.fromtimestamp(seconds).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def completed(place: Typed, found: Sequence[Found]) -> str:
    """Return the text of the field after Tab: as far as all that is found goes on alike, into a folder where it is one."""
    if len(found) == 1:
        return folder_text(found[0].path) if found[0].folder else str(found[0].path)
    names = [one.path.name for one in found]
    shared = names[0] if names else ""
    for name in names:
        alike = 0
        while alike < min(len(shared), len(name)) and shared[alike].casefold() == name[alike].casefold():
            alike += 1
        shared = shared[:alike]
    return folder_text(place.folder) + (shared if len(shared) > len(place.begins) else place.begins)


def size_text(size: int) -> tuple[int, str]:
    """Return a size as a whole number and its unit: kB or MB, a file that is not empty is at least 1 kB."""
    if size < 1_000_000:
        return (max(size // 1000, 1) if size else 0), "kB"
    return size // 1_000_000, "MB"
