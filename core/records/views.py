"""What the frame tells about its records."""

from __future__ import annotations

from msgspec import Struct

from core.text import N_


class Changes(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What changed after a seq: the last `seq` of the register, and the customers that did.

    `everything` is set where too many did to name them, or the register is another one than before (`epoch`).
    """

    seq: int
    epoch: str
    customers: tuple[int, ...] = ()
    everything: bool = False


class Problem(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that is wrong in a register: a code of `PROBLEM_TEXTS`, and the customer it is about, if any."""

    code: str
    number: str = ""
    field: str = ""
    detail: str = ""


PROBLEM_TEXTS: dict[str, str] = {
    "structure": N_("The file is damaged: {detail}. Restore a backup."),
    "reference": N_("A row points at one that is not there: {detail}. Restore a backup."),
    "seq": N_("The numbers of the changes have a gap: {detail}."),
    "history": N_("Customer {number} has no history of its making."),
    "search": N_("The search text of customer {number} is not up to date."),
    "number": N_("The number of customer {number} cannot be found or counted on from: save the card anew."),
    "rule": N_("Customer {number}, {field}: {detail}"),
}
"""What a problem is called."""
