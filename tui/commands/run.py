"""Runs a call from its arguments to its exit code, and says in the user's language what went wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import TextIO, cast

from core.errors import Invalid, KundkortError
from core.places import Places, places
from core.text import _, speak
from tui import state as states
from tui.commands import configuration
from tui.commands.answers import Answers, make_streams_safe, open_missing_streams
from tui.commands.call import Call, make_call
from tui.commands.said import Arguments
from tui.commands.stopping import DONE, INTERRUPTED, REFUSED, UNAVAILABLE, WRONGLY_CALLED, Stopped, code_of

DONE_BY: dict[str, tuple[str, str]] = {
    "": ("screen", "open_in_use"),
    "demo": ("example", "demo"),
    "open": ("screen", "open_another"),
    "import": ("importing", "import_file"),
    "export": ("exporting", "export"),
    "template": ("exporting", "template"),
    "find": ("finding", "find"),
    "show": ("card", "show"),
    "settings": ("settings", "settings"),
    "user": ("users", "users"),
    "upgrade": ("upkeep", "upgrade"),
    "backup": ("upkeep", "backup"),
    "restore": ("upkeep", "restore"),
    "serve": ("serving", "serve"),
    "sign-in": ("signing", "sign_in"),
    "sign-out": ("signing", "sign_out"),
    "check": ("upkeep", "check"),
    "copy": ("copying", "copy"),
    "keys": ("keys", "keys"),
}
"""Command -> the module of tui.commands and its function that does it; only that one is imported."""


def run(argv: list[str]) -> int:
    """Do what the call says and return its exit code; this context speaks the language of the call afterwards."""
    open_missing_streams()
    make_streams_safe()
    code = _run(argv)
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    return code


def _run(argv: list[str]) -> int:
    where = places()
    state = states.load(where.state_file)
    remembered = {"language": state.language}
    speak(configuration.language_of(argv, remembered, os.environ))
    try:
        configured = configuration.configured(where.config, os.environ)
        speak(configuration.language_of(argv, remembered | configured, os.environ))
        code = _do(_read(argv), where, configured, state)
        sys.stdout.flush()
    except SystemExit as end:
        # argparse ends so: after its help with 0, after a wrong call with 2.
        return end.code if isinstance(end.code, int) else WRONGLY_CALLED
    except BrokenPipeError:
        # Whoever read the answers has had enough (`| head`).
        return DONE
    except KeyboardInterrupt:
        _tell(_("Stopped"))
        return INTERRUPTED
    except Stopped as stopped:
        _tell(stopped.text)
        return stopped.code
    except KundkortError as error:
        _tell(error_lines(error))
        return code_of(error)
    except OSError as error:
        _tell(os_error_text(error))
        return UNAVAILABLE if error.errno == errno.ENOSPC else REFUSED
    return code


def _read(argv: list[str]) -> Arguments:
    if not argv:
        # The everyday start, which is done before argparse is imported.
        return Arguments()
    from tui.commands.arguments import parse

    return parse(argv)


def _do(arguments: Arguments, where: Places, configured: Mapping[str, str], state: states.State) -> int:
    module, name = DONE_BY[arguments.command]
    function = cast("Callable[[Call], int]", getattr(import_module(f"tui.commands.{module}"), name))
    return function(make_call(arguments, where, configured, state))


def _tell(text: str) -> None:
    with suppress(BrokenPipeError):
        Answers().note(f"kundkort: {text}")


def error_lines(error: KundkortError) -> str:
    """Return what an error of the core says: every fault of it on a line of its own."""
    from core.words import error_text, fault_sentence

    if isinstance(error, Invalid) and len(error.faults) > 1:
        return "\n".join(fault_sentence(fault) for fault in error.faults)
    return error_text(error)


def _flush(stream: TextIO) -> None:
    """Write out what a stream still holds; what can't be written any more has been told, or nobody reads it."""
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        # Python flushes once more at the end; that must not fail.
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def os_error_text(error: OSError) -> str:
    """Return what the system refused, about which file, and what to do."""
    place = str(error.filename or ".")
    texts: dict[int, str] = {
        errno.ENOENT: _("There is no {place}: check the name", place=place),
        errno.ENOTDIR: _("There is no {place}: check the name", place=place),
        errno.EISDIR: _("{place} is a folder: name a file", place=place),
        errno.ENAMETOOLONG: _("{place} is too long a name for a file: check it", place=place),
        errno.EACCES: _("You may not read or write {place}: ask who owns it", place=place),
        errno.EPERM: _("You may not read or write {place}: ask who owns it", place=place),
        errno.EROFS: _("{place} can't be written: the disk is read-only", place=place),
        errno.EEXIST: _("{place} is there already: choose another name", place=place),
        errno.ENOSPC: _("The disk is full: make room and try again"),
    }
    if error.errno in texts:
        return texts[error.errno]
    why = error.strerror or type(error).__name__
    return _("{place} can't be read or written ({why}): try again, or another place", place=place, why=why)


def log_unraisable(trouble: sys.UnraisableHookArgs) -> None:
    """Write to the log what Python could not raise, from a finalizer say: `sys.unraisablehook`."""
    from tui.trouble import log_error

    if trouble.exc_value is not None:
        log_error(places().log, trouble.exc_value)


def log_and_tell(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Write an error of ours to the log and say where that is: `sys.excepthook`."""
    if issubclass(kind, KeyboardInterrupt):
        return
    from tui.trouble import log_error

    log = places().log
    log_error(log, error)
    _tell(_("Something went wrong that should not have: what happened is written in {place}", place=str(log)))
