"""The `kundkort` command: what stands on its line decides which module of tui.commands does it."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what `argv` (None: the program's own arguments) says and return the exit code.

    0 done, 1 refused or invalid, 2 wrongly called, 3 the register can't be reached; 130 stopped by Ctrl+C.
    """
    from tui.commands.run import log_and_tell, run

    if argv is None:
        # A fault of ours ends the program with a line and a log, never with a traceback in somebody's face.
        sys.excepthook = log_and_tell
    return run(list(sys.argv[1:] if argv is None else argv))


if __name__ == "__main__":
    sys.exit(main())
