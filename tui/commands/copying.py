"""`kundkort copy`: a register moved to another database, with the proof that both are the same."""

from __future__ import annotations

from core.places import without_password
from core.proof import Different, Proof
from core.text import _, number
from core.upkeep import copy_register
from tui.commands.call import Call
from tui.commands.configuration import whole_url
from tui.commands.stopping import DONE
from tui.commands.upkeep import need_database, told

SHOWN = 16
"""Letters of a digest that a person is shown; JSON has all of them."""


def copy(call: Call) -> int:
    """Copy a register to where nothing is, and answer with the proof; exit code 1 where the two differ."""
    origin, target = whole_url(call.arguments.origin), whole_url(call.arguments.target)
    need_database(origin)
    need_database(target)
    with told(call) as progress:
        try:
            proof = copy_register(origin, target, progress)
        except Different as error:
            _answer(call, origin, target, error.proof)
            raise
    _answer(call, origin, target, proof)
    shown = without_password(target)
    call.answers.note(_("The same, row by row: {rows} rows are in {place}", rows=number(proof.rows), place=shown))
    call.answers.note(
        _("What is changed from now on is not in it: let everybody run kundkort open {place}", place=shown)
    )
    return DONE


def _answer(call: Call, origin: str, target: str, proof: Proof) -> None:
    call.answers.progress("")
    if call.answers.json:
        tables = [
            {
                "table": table.table,
                "rows": table.rows,
                "copied": table.copied,
                "digest": table.digest,
                "copied_digest": table.copied_digest,
                "same": table.same,
            }
            for table in proof.tables
        ]
        shown = {"from": without_password(origin), "to": without_password(target)}
        call.answers.value(shown | {"same": proof.same, "rows": proof.rows, "tables": tables})
        return
    call.answers.table(
        (_("Table"), _("Rows"), _("Copied"), _("Digest"), _("Digest of the copy"), _("The same")),
        [
            (
                table.table,
                str(table.rows),
                str(table.copied),
                table.digest[:SHOWN],
                table.copied_digest[:SHOWN],
                _("yes") if table.same else _("no"),
            )
            for table in proof.tables
        ],
    )
