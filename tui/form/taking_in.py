"""What others save while one types: a form takes in what it does not touch, and keeps its hands off the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from core.customers.views import Buyer, Contact, Customer
from core.text import _
from tui.form.fields import BUYER_FIELDS, CONTACT_FIELDS, joined, split
from tui.form.merge import Merge
from tui.form.model import EditModel
from tui.value_text import value_text

Part = TypeVar("Part", Contact, Buyer)


class Theirs(NamedTuple):
    """What stands beside a field that somebody else changed; `clash`: so did the form, and it is asked when it saves."""

    text: str
    clash: bool


class TakenIn(NamedTuple):
    """What became of a card that somebody else saved: fields, contacts and buyers by name, and a note for each.

    `adopted` stand in the form now, `clashing` were changed by both. `waits`: something is left that can be taken in
    when the focus has moved on, or what was typed is taken back.
    """

    adopted: tuple[str, ...]
    clashing: tuple[str, ...]
    waits: bool
    notes: dict[str, Theirs]


def take_in(model: EditModel, now: Customer, slot: str, fits: Callable[[EditModel], bool]) -> TakenIn:
    """Make of `now` what the form loaded, as far as nobody is in the way.

    Left as it was loaded is what was typed in, and the field or contact that has the focus (`slot`). `fits` says of a
    model whether the focus would still have its place; where not, nothing is done yet.
    """
    merge = Merge(model, now)
    own = _Own(model, slot)
    theirs = [merged for merged in merge.merged if merged.whose == "theirs"]
    clashing = tuple(choice.field for choice in merge.choices)
    kept = {*clashing, own.field} if own.field else {*clashing}
    adopted = tuple(merged.field for merged in theirs if merged.field not in kept and not own.holds(merged.field))
    trial = _copy(model)
    _load(trial, now, kept, own)
    if not fits(trial):
        return TakenIn((), clashing, waits=True, notes=_clashes(merge))
    notes = _clashes(merge)
    for field in adopted:
        notes[field] = Theirs(_adopted_text(merge, field), clash=False)
    _load(model, now, kept, own)
    return TakenIn(adopted, clashing, waits=len(adopted) < len(theirs) or bool(clashing), notes=notes)


def _adopted_text(merge: Merge, field: str) -> str:
    if _is_part(field):
        return _("{who} has added it", who=merge.who)
    was = value_text(field, merge.was(field))
    return _("{who}: was {value}", who=merge.who, value=was) if was else _("{who}: was empty", who=merge.who)


def _is_part(field: str) -> bool:
    """Say whether a name is that of a whole contact or buyer."""
    return field.count(".") == 1


def _clashes(merge: Merge) -> dict[str, Theirs]:
    notes: dict[str, Theirs] = {}
    for choice in merge.choices:
        value = value_text(choice.field, choice.theirs)
        text = _("{who}: {value}", who=choice.who, value=value) if value else _("{who}: empty", who=choice.who)
        notes[choice.field] = Theirs(text, clash=True)
    return notes


class _Own:
    """What of a form is somebody's own at this moment: where the focus is, and what was typed or taken away."""

    def __init__(self, model: EditModel, slot: str) -> None:
        key = split(slot) if ":" not in slot else None
        self.field = key.whole if key is not None else ""
        folded = slot.partition(":")[2]
        self.part = key.id if key is not None else int(folded) if folded.isdigit() else 0
        self._changed = {part for part in [*model.contacts, *model.buyers] if model.part_changed(part)}
        self._removed = set(model.removed)

    def keeps(self, part: int) -> bool:
        """Say whether a contact or buyer that others took away stays until the form is saved, or left."""
        return part not in self._removed and (part in self._changed or part == self.part)

    def holds(self, field: str) -> bool:
        """Say whether a whole contact or buyer is not to be touched: taken away here, or the one with the focus."""
        part = int(split(field).name) if _is_part(field) else 0
        return bool(part) and (part in self._removed or part == self.part)


def _copy(model: EditModel) -> EditModel:
    trial = copy(model)
    trial.on_change = None
    trial.typed, trial.taken_back = dict(model.typed), dict(model.taken_back)
    trial.removed, trial.contacts, trial.buyers = set(model.removed), list(model.contacts), list(model.buyers)
    return trial


def _load(model: EditModel, now: Customer, kept: Iterable[str], own: _Own) -> None:
    """Load `now`, with the fields `kept` as they were loaded before; what is typed stays."""
    base = model.base
    assert isinstance(base, Customer)
    reordered, order = model.reordered(), list(model.contacts)
    for key in [key for key in model.typed if not model.changed(key) and split(key).whole != own.field]:
        # It says the same as what was loaded, and would be a change of what is loaded now.
        del model.typed[key]
    hidden = any(model.loaded.get(key, "") is None for key in model.typed)
    model.taken_back = {key: value for key, value in model.taken_back.items() if split(key).whole in kept}
    fields = {name: getattr(base, name) for name in kept if "." not in name}
    contacts = _mixed(base.contacts, now.contacts, "contacts", CONTACT_FIELDS, kept, model, own)
    buyers = _mixed(base.buyers, now.buyers, "buyers", BUYER_FIELDS, kept, model, own)
    there = {contact.id for contact in contacts} | {buyer.id for buyer in buyers}
    _let_go(model, {*model.base_contacts, *model.base_buyers} - there)
    # A field that one may write but not read is sent with what was seen of it: that is still the old one.
    seq = base.seq if hidden else now.seq
    model.load(replace(now, **fields, contacts=contacts, buyers=buyers, seq=seq))
    if reordered:
        first = [part for part in order if part in model.contacts]
        model.contacts = first + [part for part in model.contacts if part not in first]


def _mixed(
    base: Sequence[Part],
    now: Sequence[Part],
    group: str,
    names: Sequence[str],
    kept: Iterable[str],
    model: EditModel,
    own: _Own,
) -> tuple[Part, ...]:
    """Return the contacts or buyers that the form has loaded from now on."""
    before = {part.id: part for part in base}
    mixed: list[Part] = []
    for part in now:
        old = before.get(part.id)
        if old is None:
            mixed.append(part)
        elif part.id in model.removed:
            # Changed beats removed: the register is told which one was taken away.
            mixed.append(old)
        else:
            mixed.append(replace(part, **{n: getattr(old, n) for n in names if joined(group, part.id, n) in kept}))
    there = {part.id for part in now}
    for place, part in enumerate(base):
        if part.id not in there and own.keeps(part.id):
            mixed.insert(place, part)
    return tuple(mixed)


def _let_go(model: EditModel, parts: set[int]) -> None:
    """Forget contacts and buyers that others took away."""
    model.contacts = [part for part in model.contacts if part not in parts]
    model.buyers = [part for part in model.buyers if part not in parts]
    model.removed -= parts
    for key in [key for key in model.typed if split(key).id in parts]:
        del model.typed[key]
