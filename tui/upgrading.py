"""The question before a register of an older version is brought up to date."""

from __future__ import annotations

from core.text import _
from tui.widgets.band import Answer, Question


def upgrade_question() -> Question:
    """Return the question; the answer "upgrade" says yes."""
    return Question(
        _("The register is of an older version. Bring it up to date?"),
        [Answer("upgrade", _("y yes, after a copy beside the file"))],
        escape=_("leave it as it is"),
        consequence=_("Older programs cannot open it afterwards; the copy stays where the register is."),
    )
