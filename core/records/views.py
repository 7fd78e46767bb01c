"""What the frame tells about its records."""

from __future__ import annotations

from msgspec import Struct

from core.text import N_

MOST_NAMED = 200
"""More customers than this are not named one by one."""


class Changes(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What changed after a seq, as far as the actor may see it: the last `seq` of the register, and the customers that did.

    Customers that one may see since then stand among `customers`, those that one may see no longer in `lost` (and
    nowhere else). `kinds` are the kinds of other things that changed ("setting", "user"). `everything` is set where too
    many changed to name them, where one may see all customers since then or no longer, and where the register is
    another one than before (`epoch`): what is shown must be read anew.
    """

    seq: int
    epoch: str
    customers: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    everything: bool = False

    @property
    def tells(self) -> bool:
        """Whether anything changed that concerns who asked."""
        return bool(self.customers or self.lost or self.kinds or self.everything)


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
    "search": N_("The search text of customer {number} is not up to date: kundkort check --repair makes it anew."),
    "index": N_("The search index is not what the customers are: kundkort check --repair makes it anew."),
    "number": N_("The number of customer {number} cannot be found or counted on from: save the card anew."),
    "rule": N_("Customer {number}, {field}: {detail}"),
}
"""What a problem is called."""
REPAIRED = frozenset({"search", "index"})
"""Problems with what is derived from the customers: it is made anew, and nothing that anybody wrote is lost."""
