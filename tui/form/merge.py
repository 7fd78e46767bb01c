"""Taking what others saved meanwhile into a form: what merges by itself, and what a person must choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from core.customers.views import ADDRESS_KINDS, Address, Customer
from core.errors import Clash
from tui.form.fields import (
    ADDRESS_PARTS,
    BUYER_FIELDS,
    CONTACT_FIELDS,
    SCALARS,
    Value,
    address_of,
    explode,
    joined,
    shown,
    split,
)
from tui.form.model import EditModel

Whose = Literal["mine", "theirs"]
Whole = Value | Address
"""What is chosen as one: a value, or a whole address."""


class Choice(NamedTuple):
    """A field that both changed: its key ("visiting" is a whole address), three values in stored form, who, when."""

    field: str
    was: Whole
    mine: Whole
    theirs: Whole
    who: str
    when: str


class Merged(NamedTuple):
    """A field, contact or buyer that only one changed, and whose value stands."""

    field: str
    value: Whole
    whose: Whose


class Merge:
    """What became of one form's edits on a card that others changed: made by comparing, applied when all is chosen.

    Nothing is preselected. The model is not touched before `apply`, so that a draft keeps merging like the first time.
    """

    def __init__(self, model: EditModel, now: Customer, clashes: Sequence[Clash] = ()) -> None:
        self.model = model
        self.now = now
        self.flat = explode(now)
        self.chosen: dict[str, Whose] = {}
        self.own: dict[str, dict[str, str | bool]] = {}
        self._clashes = {clash.field: clash for clash in clashes}
        self.choices: list[Choice] = []
        self.merged: list[Merged] = []
        for field in self._wholes():
            self._compare(field)
        self._compare_parts()

    @property
    def who(self) -> str:
        """Who saved the card, in the words of the register."""
        return next((clash.who for clash in self._clashes.values()), "") or self.now.changed_by

    @property
    def when(self) -> str:
        """When the card was saved (UTC, ISO 8601)."""
        return next((clash.when for clash in self._clashes.values()), "") or self.now.changed_at

    @property
    def left(self) -> list[str]:
        """The fields that are still to be chosen."""
        return [choice.field for choice in self.choices if choice.field not in self.chosen]

    def was(self, field: str) -> Whole:
        """Return what a field was when the form was loaded."""
        return self._whole(self.model.loaded, field)

    def choose(self, field: str, whose: Whose) -> None:
        """Choose one of the two values of a field."""
        self.chosen[field] = whose

    def write(self, field: str, values: dict[str, str | bool]) -> None:
        """Choose a value of one's own, typed, by key (an address has several); it stands in the place of mine."""
        self.own[field] = values
        self.chosen[field] = "mine"

    def take_over(self, before: Merge) -> None:
        """Keep what was chosen in an earlier merge of the same form, where the three values are the same still."""
        known = {choice.field: (choice.was, choice.mine, choice.theirs) for choice in before.choices}
        for choice in self.choices:
            if known.get(choice.field) == (choice.was, choice.mine, choice.theirs) and choice.field in before.chosen:
                self.chosen[choice.field] = before.chosen[choice.field]
                if choice.field in before.own:
                    self.own[choice.field] = before.own[choice.field]

    def mine(self, field: str) -> dict[str, str | bool]:
        """Return what my value of a field says, by key, as it is written."""
        return self.own.get(field) or {key: self._said(key) for key in self._keys(field)}

    def _said(self, key: str) -> str | bool:
        value = self.model.now(key)
        return value if isinstance(value, bool) else self.model.text(key)

    # -- comparing -------------------------------------------------------------------------------------------------

    def _wholes(self) -> Iterator[str]:
        yield from SCALARS
        yield from ADDRESS_KINDS
        for group, names, parts in (
            ("contacts", CONTACT_FIELDS, self.model.base_contacts),
            ("buyers", BUYER_FIELDS, self.model.base_buyers),
        ):
            for part in parts:
                if f"{group}.{part}.{names[0]}" in self.flat and part not in self.model.removed:
                    yield from (joined(group, part, name) for name in names)

    def _keys(self, field: str) -> list[str]:
        return [f"{field}.{part}" for part in ADDRESS_PARTS] if field in ADDRESS_KINDS else [field]

    def _compare(self, field: str) -> None:
        was, theirs = self._whole(self.model.loaded, field), self._whole(self.flat, field)
        mine_changed = any(self.model.changed(key) for key in self._keys(field))
        mine = self._whole({key: self.model.now(key) for key in self._keys(field)}, field)
        clash = self._clashes.get(field)
        if mine_changed and (clash is not None or (was != theirs and mine != theirs)):
            who, when = (clash.who, clash.when) if clash else (self.now.changed_by, self.now.changed_at)
            self.choices.append(Choice(field, was, mine, theirs, who, when))
        elif mine_changed and was == theirs:
            self.merged.append(Merged(field, mine, "mine"))
        elif theirs not in (was, mine):
            self.merged.append(Merged(field, theirs, "theirs"))

    def _whole(self, flat: dict[str, Value], field: str) -> Whole:
        return address_of(flat, field) if field in ADDRESS_KINDS else flat.get(field)

    def _compare_parts(self) -> None:
        """Say of whole contacts and buyers: added by others, taken away by one and changed by the other."""
        model = self.model
        for group, mine, base, now in self._groups():
            for part in now:
                if part not in base and part not in mine:
                    self._part(group, part, "theirs")
                elif part in base and part in model.removed:
                    self._part(group, part, "theirs" if self._differs(group, part) else "mine")
            for part in mine:
                if part not in now and part not in model.removed and model.part_changed(part):
                    self._part(group, part, "mine")
                elif part in base and part not in now and part not in model.removed:
                    self._part(group, part, "theirs")

    def _groups(self) -> tuple[tuple[str, list[int], list[int], list[int]], ...]:
        model, now = self.model, self.now
        return (
            ("contacts", model.contacts, model.base_contacts, [contact.id for contact in now.contacts]),
            ("buyers", model.buyers, model.base_buyers, [buyer.id for buyer in now.buyers]),
        )

    def _part(self, group: str, part: int, whose: Whose) -> None:
        first = f"{group}.{part}.{'name' if group == 'contacts' else 'personal_no'}"
        value = self.flat.get(first, self.model.now(first))
        self.merged.append(Merged(f"{group}.{part}", value, whose))

    def _differs(self, group: str, part: int) -> bool:
        names = CONTACT_FIELDS if group == "contacts" else BUYER_FIELDS
        keys = [joined(group, part, name) for name in names]
        return any(self.flat.get(key) != self.model.loaded.get(key) for key in keys)

    # -- applying --------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Make the card as it now stands what the form loaded, with my edits as chosen; ValueError while one is not."""
        if self.left:
            raise ValueError(f"not chosen: {', '.join(self.left)}")
        model = self.model
        for key in [key for key in model.typed if not model.changed(key)]:
            # Typed as it was loaded, in other words: what others saved would be taken back.
            del model.typed[key]
        reordered, order = model.reordered(), list(model.contacts)
        for group, parts, base, now in self._groups():
            self._settle(group, parts, base, now)
        for choice in self.choices:
            values = self.mine(choice.field) if self.chosen[choice.field] == "mine" else {}
            for key in self._keys(choice.field):
                model.typed.pop(key, None)
            model.typed.update(values)
        model.load(self.now)
        if reordered:
            known = set(model.contacts)
            kept = [part for part in order if part in known]
            model.contacts = kept + [part for part in model.contacts if part not in kept]
        model.taken_back.clear()
        for key in [key for key in model.typed if not model.changed(key)]:
            del model.typed[key]
        model.touched()

    def _settle(self, group: str, parts: list[int], base: list[int], now: list[int]) -> None:
        """Keep a part that others took away and I changed (it is added again), let go of one I did not touch."""
        model = self.model
        for part in [part for part in parts if part in base]:
            if part in now:
                if self._differs(group, part):
                    model.removed.discard(part)
            elif part not in model.removed and model.part_changed(part):
                self._type_all(group, part)
            else:
                parts.remove(part)
                model.removed.discard(part)
                self._forget_typed(part)

    def _forget_typed(self, part: int) -> None:
        for key in [key for key in self.model.typed if split(key).id == part]:
            del self.model.typed[key]

    def _type_all(self, group: str, part: int) -> None:
        names = CONTACT_FIELDS if group == "contacts" else BUYER_FIELDS
        for name in names:
            key = joined(group, part, name)
            value: Any = self.model.loaded.get(key)
            if value is not None and key not in self.model.typed:
                self.model.typed[key] = value if isinstance(value, bool) else shown(key, value, today=self.model.today)
