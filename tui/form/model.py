"""The form's model: what was loaded, what was typed, what is wrong, what is sent; no Textual, no register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from core.customers.rules import new_faults, normalise
from core.customers.views import (
    ADDRESS_KINDS,
    Address,
    Contact,
    Customer,
    CustomerChange,
    CustomerDraft,
    CustomerValues,
)
from core.errors import Fault
from core.settings.views import Settings
from tui.form.changes import customer_change
from tui.form.fields import (
    BUYER_FIELDS,
    CONTACT_FIELDS,
    SCALARS,
    Value,
    explode,
    implode,
    kind_of,
    parse_percent,
    shown,
    split,
)

MASKED = ("org_no", "vat_no", "e_invoice")
"""Fields that have a personal number in them where the customer is a sole trader."""
NOT_A_SHARE = -1
"""What stands for a share that was typed and is none: out of range, so that the rules say so."""


class EditModel:
    """What one form holds: a card as it was loaded (`base`), and what the person has done to it.

    Values are asked and set as they are typed: text, or True and False. Faults and changes come from the same rules
    that the register runs, over the whole card, once after each change. `id` is the customer's, taken before a new one
    is saved; ids of new contacts and buyers are the caller's too.
    """

    def __init__(
        self, base: CustomerValues, *, settings: Settings, today: date, customer_id: int = 0, may_number: bool = True
    ) -> None:
        self.settings = settings
        self.today = today
        self.id = customer_id
        self.may_number = may_number
        self.operation_id = ""
        self.on_change: Callable[[], None] | None = None
        self.typed: dict[str, str | bool] = {}
        self.taken_back: dict[str, str | bool] = {}
        self.removed: set[int] = set()
        self.told: tuple[int, ...] = ()
        self.load(base)

    def load(self, base: CustomerValues) -> None:
        """Take `base` as what was loaded; what was typed stays."""
        self.base = base
        self.loaded = explode(base)
        known = set(self.base_contacts)
        self.contacts = [*self.base_contacts, *(part for part in getattr(self, "contacts", ()) if part not in known)]
        known = set(self.base_buyers)
        self.buyers = [*self.base_buyers, *(part for part in getattr(self, "buyers", ()) if part not in known)]
        self._forget()

    @property
    def new(self) -> bool:
        """Whether this becomes a new customer."""
        return not isinstance(self.base, Customer)

    @property
    def seq(self) -> int:
        """The seq of the view that was loaded, 0 for a new customer."""
        return self.base.seq if isinstance(self.base, Customer) else 0

    @property
    def base_contacts(self) -> list[int]:
        """The ids of the contacts that were loaded, in order."""
        return [contact.id for contact in self.base.contacts]

    @property
    def base_buyers(self) -> list[int]:
        """The ids of those with tax reduction that were loaded, in order."""
        return [buyer.id for buyer in self.base.buyers]

    # -- one field -------------------------------------------------------------------------------------------------

    def was(self, key: str) -> str:
        """Return what a field said when it was loaded, as it is written."""
        value = self.loaded.get(key, "")
        return self._mask(key) if value is None else shown(key, value, country=self._country(key), today=self.today)

    def text(self, key: str) -> str:
        """Return what a field says now."""
        typed = self.typed.get(key)
        return self.was(key) if typed is None else str(typed)

    def on(self, key: str) -> bool:
        """Say whether a switch is on."""
        return bool(self.typed.get(key, self.loaded.get(key, False)))

    def hidden(self, key: str) -> bool:
        """Say whether a field's value may not be seen and was not written: the first letter replaces all of it."""
        return self.loaded.get(key, "") is None and key not in self.typed

    def set(self, key: str, value: str | bool) -> None:
        """Fill a field in, as typed. What equals what was loaded is no change."""
        loaded = self.loaded.get(key, False if isinstance(value, bool) else "")
        same = value == loaded if isinstance(value, bool) else loaded is not None and value == self.was(key)
        if same:
            self.typed.pop(key, None)
        else:
            self.typed[key] = value
        self.taken_back.pop(key, None)
        self.touched()

    def take_back(self, key: str) -> bool:
        """Give a field what was loaded, or, done again at once, what had been typed; False where there is neither."""
        if key in self.typed:
            self.taken_back[key] = self.typed.pop(key)
        elif key in self.taken_back:
            self.typed[key] = self.taken_back.pop(key)
        else:
            return False
        self.touched()
        return True

    def _country(self, key: str) -> str:
        group = split(key).group
        country = self.typed.get(f"{group}.country", self.loaded.get(f"{group}.country")) if group else ""
        return str(country or "SE").upper()

    def _mask(self, key: str) -> str:
        if key in MASKED and isinstance(self.base, Customer):
            return str(getattr(self.base, f"{key}_masked"))
        buyer = next((buyer for buyer in self.base.buyers if buyer.id == split(key).id), None)
        return buyer.masked if buyer else ""

    # -- contacts and buyers ---------------------------------------------------------------------------------------

    def add_contact(self, contact: int) -> None:
        """Add an empty contact with the id `contact`, at the end."""
        self.contacts.append(contact)
        self.touched()

    def add_buyer(self, buyer: int) -> None:
        """Add somebody who gets tax reduction, with the id `buyer`."""
        self.buyers.append(buyer)
        self.touched()

    def remove(self, part: int) -> None:
        """Take a contact or a buyer away; one that was loaded, or has anything typed, can be put back until saving."""
        if part in self.base_contacts or part in self.base_buyers or self._has_text(part):
            self.removed.add(part)
        else:
            parts = self.contacts if part in self.contacts else self.buyers
            parts.remove(part)
        self.touched()

    def put_back(self, part: int) -> None:
        """Put back a contact or a buyer that was taken away."""
        self.removed.discard(part)
        self.touched()

    def move(self, contact: int, by: int) -> None:
        """Move a contact `by` places among the contacts."""
        here = self.contacts.index(contact)
        there = min(max(here + by, 0), len(self.contacts) - 1)
        if there != here:
            self.contacts.insert(there, self.contacts.pop(here))
            self.touched()

    def _has_text(self, part: int) -> bool:
        return any(value for key, value in self.typed.items() if split(key).id == part)

    def kept_contacts(self) -> list[int]:
        """Return the contacts that will be there after saving, in order."""
        return [part for part in self.contacts if part not in self.removed]

    def kept_buyers(self) -> list[int]:
        """Return the buyers that will be there after saving, in order."""
        return [part for part in self.buyers if part not in self.removed]

    # -- the whole -------------------------------------------------------------------------------------------------

    def touched(self) -> None:
        """Say that what is saved would differ now: it is checked anew, and sent under a new operation id."""
        self._forget()
        self.operation_id = ""
        if self.on_change is not None:
            self.on_change()

    def _forget(self) -> None:
        self._checked: tuple[CustomerValues, tuple[Fault, ...], dict[str, Value]] | None = None

    def _value(self, key: str) -> Value:
        typed = self.typed.get(key)
        if typed is None:
            default: Value = False if kind_of(key) == "switch" else 0 if kind_of(key) == "percent" else ""
            return self.loaded.get(key, default)
        if isinstance(typed, str) and kind_of(key) == "percent":
            share = parse_percent(typed)
            return NOT_A_SHARE if share is None else share
        return typed

    def keys(self) -> list[str]:
        """Return the key of every field there is now."""
        keys = [*SCALARS, *(key for key in self.loaded if split(key).group in ADDRESS_KINDS)]
        keys += [f"contacts.{part}.{name}" for part in self.kept_contacts() for name in CONTACT_FIELDS]
        return keys + [f"buyers.{part}.{name}" for part in self.kept_buyers() for name in BUYER_FIELDS]

    def _check(self) -> tuple[CustomerValues, tuple[Fault, ...], dict[str, Value]]:
        if self._checked is None:
            raw = implode(
                {key: self._value(key) for key in self.keys()},
                contacts=[part for part in self.kept_contacts() if not self._empty(part)],
                buyers=self.kept_buyers(),
            )
            values, faults = normalise(raw, self.settings, self.today)
            if not self.new:
                faults = new_faults(self.base, raw, self.settings, self.today)
            self._checked = values, faults, explode(values)
        return self._checked

    def _empty(self, part: int) -> bool:
        """Say whether a contact was added and nothing filled in: it is not sent, and nothing is wrong with it."""
        return part not in self.base_contacts and not self._has_text(part)

    @property
    def values(self) -> CustomerValues:
        """The card as it would be saved, in stored form."""
        return self._check()[0]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong or doubtful, as the rules see it."""
        return self._check()[1]

    def now(self, key: str) -> Value:
        """Return a field's value as it would be saved; what was not touched is what was loaded."""
        if key not in self.typed:
            return self.loaded.get(key, "")
        return self._check()[2].get(key, self._value(key))

    def changed(self, key: str) -> bool:
        """Say whether a field differs from what was loaded, both in stored form."""
        if key not in self.typed:
            return False
        loaded = self.loaded.get(key, False if kind_of(key) == "switch" else 0 if kind_of(key) == "percent" else "")
        return loaded is None or self.now(key) != loaded

    def part_changed(self, part: int) -> bool:
        """Say whether a contact or buyer is new, taken away, or has a field that differs."""
        if part in self.removed:
            return part in self.base_contacts or part in self.base_buyers
        if part in self.contacts and self._empty(part):
            return False
        if part not in self.base_contacts and part not in self.base_buyers:
            return True
        return any(self.changed(key) for key in self.typed if split(key).id == part)

    def reordered(self) -> bool:
        """Say whether the contacts that were there stand in another order, or a new one stands among them."""
        kept = [part for part in self.kept_contacts() if not self._empty(part)]
        there = [part for part in self.base_contacts if part not in self.removed]
        return kept[: len(there)] != there

    def changes(self) -> list[str]:
        """Return what differs: fields, addresses, contacts ("contacts.7"), buyers, the order ("contacts")."""
        found = [key for key in SCALARS if self.changed(key)]
        for kind in ADDRESS_KINDS:
            if any(self.changed(key) for key in self.typed if split(key).group == kind):
                found.append(kind)
        found += [f"contacts.{part}" for part in self.contacts if self.part_changed(part)]
        if self.reordered():
            found.append("contacts")
        return found + [f"buyers.{part}" for part in self.buyers if self.part_changed(part)]

    @property
    def dirty(self) -> bool:
        """Whether anything is typed that would be lost."""
        return bool(self.changes()) or any(self._has_text(part) for part in self.removed)

    def draft(self) -> CustomerDraft:
        """Return what a new customer is sent as."""
        fields: dict[str, Any] = {name: getattr(self.values, name) for name in CustomerValues.__struct_fields__}
        return CustomerDraft(id=self.id, despite=self.told, **fields)

    def tell(self, twins: tuple[int, ...]) -> None:
        """Learn which customers the person is told that this one might be: saved all the same, it is noted."""
        if twins != self.told:
            self.told = twins
            if self.new:
                # Another operation, too: who saves decides about these.
                self.operation_id = ""

    def change(self) -> CustomerChange:
        """Return what is sent of an existing customer: only what differs, each with what it was."""
        return customer_change(self)

    def address(self, kind: str, *, loaded: bool = False) -> Address | None:
        """Return an address as it would be saved, or as it was loaded."""
        found: Address | None = getattr(self.base if loaded else self.values, kind)
        return found

    def contact_now(self, part: int) -> Contact:
        """Return a contact as it would be saved; KeyError where there is none."""
        for contact in self.values.contacts:
            if contact.id == part:
                return contact
        raise KeyError(part)
