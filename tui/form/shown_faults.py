"""Which faults of a form are to be seen now: of fields that were left, and after a try to save of all; pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import Fault
from tui.form.fields import split
from tui.form.model import EditModel


class ShownFaults:
    """What the person has been through: `visited` fields, whether they `tried` to save, what the register added."""

    def __init__(self) -> None:
        self.visited: set[str] = set()
        self.tried = False
        self.server: dict[str, Fault] = {}

    def leave(self, slot: str) -> None:
        """Note that the focus has left a field: from now on its faults show while one types."""
        if slot:
            self.visited.add(slot)

    def refused(self, faults: Sequence[Fault]) -> None:
        """Note what the register found that the form's rules do not know, such as a number that is taken."""
        self.tried = True
        self.server = {fault.field: fault for fault in faults}

    def of(self, model: EditModel) -> dict[str, Fault]:
        """Return what is to be seen, by field, a fault before a warning; fields are those of the form."""
        found: dict[str, Fault] = {}
        for fault in model.faults:
            if self._visible(fault.field) and (fault.field not in found or fault.level == "fault"):
                found[fault.field] = fault
        return self.server | found if self.server else found

    def _visible(self, field: str) -> bool:
        if self.tried or field in self.visited:
            return True
        # A contact without anything is a fault of the contact: it shows when one of its fields was left.
        part = field.split(".")[1] if field.count(".") == 1 else ""
        return part.isdigit() and any(key.count(".") == 2 and split(key).id == int(part) for key in self.visited)
