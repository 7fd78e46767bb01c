"""What must be known of the whole file before its first row is decided on: which customers are named more than once."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.customers.rules import fold_number, number_rank
from core.exchange.deciding import Decision, Found, Known, note, remember
from core.exchange.rows import Row
from core.imports.source import Item

_SIGNS = re.compile(r"[\W_]+")


def org_key(text: str) -> str:
    """Return an organisation number as two rows are compared: its last ten digits, or its letters and digits."""
    bare = _SIGNS.sub("", text).upper()
    if bare.startswith("SE") and len(bare) >= 12:
        bare = bare[2:12]
    return bare[-10:] if bare.isdigit() else bare


class Hashes:
    """A set of texts as sorted 64-bit hashes: eight bytes each, whatever they are."""

    def __init__(self, values: array[int]) -> None:
        self._values = array("q", sorted(values))

    def __contains__(self, text: str) -> bool:
        value = hash(text)
        place = bisect_left(self._values, value)
        return place < len(self._values) and self._values[place] == value

    def twice(self) -> frozenset[int]:
        """Return the hashes that are in it more than once."""
        values = self._values
        return frozenset(values[place] for place in range(1, len(values)) if values[place] == values[place - 1])

    def both(self, other: Hashes) -> frozenset[int]:
        """Return the hashes that are in both."""
        return frozenset(set(self._values).intersection(other._values)) if len(other._values) else frozenset()


@dataclass(slots=True)
class Overview:
    """What the file as a whole says: rows to decide on and to skip, the highest number, and who is named again."""

    rows: int
    skipped: int
    highest: str
    numbers: Hashes
    orgs: Hashes
    repeated: frozenset[int]


def look_over(items: Iterable[Item], longest: int, going_on: Callable[[], bool] = lambda: True) -> Overview:
    """Go through the rows once. `longest` is the longest number allowed; `going_on` False breaks it off."""
    numbers, orgs, bare = array("q"), array("q"), array("q")
    count, skipped, highest, rank = 0, 0, "", ""
    for item in items:
        if item.skipped:
            skipped += 1
            continue
        row = item.row
        count += 1
        if count % 1000 == 0 and not going_on():
            break
        number, org = row.text("number"), org_key(row.text("org_no") or row.text("personal_no"))
        if number:
            numbers.append(hash(fold_number(number)))
            if len(number) <= longest and number_rank(number) > rank:
                highest, rank = number, number_rank(number)
        if org:
            (orgs if number else bare).append(hash(org))
    named, without = Hashes(numbers), Hashes(bare)
    known = Hashes(orgs)
    repeated = named.twice() | without.twice() | without.both(known)
    return Overview(count, skipped, highest, named, without, repeated)


class Customers:
    """The customers that more than one row of the file may name, by number, organisation number and stored id."""

    def __init__(self, overview: Overview) -> None:
        self._overview = overview
        self._by_number: dict[str, Known] = {}
        self._by_org: dict[str, Known | None] = {}
        self._by_id: dict[int, Known] = {}

    def find(self, row: Row, found: Found) -> Known | None:
        """Return what earlier rows said of the customer that `row` means; None where it is the first."""
        number, org = row.text("number"), org_key(row.text("org_no") or row.text("personal_no"))
        known = self._by_number.get(fold_number(number)) if number else None
        if known is None and found.id is not None:
            known = self._by_id.get(found.id)
        if known is None and not number and found.id is None:
            known = self._by_org.get(org)
        return known

    def is_ambiguous(self, row: Row) -> bool:
        """Say whether a row without a number has an organisation number that several customers of the file have."""
        org = org_key(row.text("org_no") or row.text("personal_no"))
        return not row.text("number") and bool(org) and org in self._by_org and self._by_org[org] is None

    def keep(self, row: Row, decision: Decision, found: Found, known: Known | None) -> Known | None:
        """Remember what a row said where another row may name the same customer; return it."""
        if known is not None:
            note(known, row, decision)
            return known
        if not self._may_come_again(row, found):
            return None
        known = remember(row, decision)
        self.enter(row, known)
        return known

    def enter(self, row: Row, known: Known) -> None:
        """Let later rows find `known` by what `row` is known by."""
        number, org = row.text("number"), org_key(row.text("org_no") or row.text("personal_no"))
        if number:
            self._by_number[fold_number(number)] = known
        if org and hash(org) in self._overview.repeated:
            self._by_org[org] = None if org in self._by_org and self._by_org[org] is not known else known
        if known.customer is not None:
            self._by_id[known.customer] = known

    def stored(self, known: Known, customer: int) -> None:
        """Note under which id a new customer was stored."""
        known.customer = customer
        self._by_id[customer] = known

    def _may_come_again(self, row: Row, found: Found) -> bool:
        overview = self._overview
        number, org = row.text("number"), org_key(row.text("org_no") or row.text("personal_no"))
        if (number and hash(fold_number(number)) in overview.repeated) or (org and hash(org) in overview.repeated):
            return True
        if found.values is None:
            return False
        # By its stored number or organisation number a customer may be meant by rows that say something else.
        if number:
            by_alias = fold_number(found.values.number) != fold_number(number)
            return by_alias or (bool(found.values.org_no) and org_key(str(found.values.org_no)) in overview.orgs)
        return fold_number(found.values.number) in overview.numbers
