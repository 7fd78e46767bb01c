"""The `kundkort` command: what stands on its line decides which module of tui.commands does it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextvars import copy_context


def main(argv: Sequence[str] | None = None) -> int:
    """Do what `argv` (None: the program's own arguments) says and return the exit code.

    0 done, 1 refused or invalid, 2 wrongly called, 3 the register can't be reached; 130 stopped by Ctrl+C.
    """
    from tui.commands.run import log_and_tell, log_unraisable, run

    if argv is not None:
        return copy_context().run(run, list(argv))
    # A fault of ours ends the program with a line and a log, never with a traceback in somebody's face. It speaks the
    # language of the call, so the call has no context of its own.
    sys.excepthook = log_and_tell
    sys.unraisablehook = log_unraisable
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
