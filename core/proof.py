"""What shows that two registers hold the same: every table's rows counted and digested on either side."""

from __future__ import annotations

import msgspec

from core.errors import KundkortError


class TableProof(msgspec.Struct, frozen=True):
    """One table on both sides: how many rows it has, and a sha256 (hex) over all of them in order of their keys."""

    table: str
    rows: int
    copied: int
    digest: str
    copied_digest: str

    @property
    def same(self) -> bool:
        """Whether every row of the one side is on the other, and no other."""
        return self.rows == self.copied and self.digest == self.copied_digest


class Proof(msgspec.Struct, frozen=True):
    """Every table of the schema, in the order they were copied."""

    tables: tuple[TableProof, ...]

    @property
    def same(self) -> bool:
        """Whether every table is the same on both sides."""
        return all(table.same for table in self.tables)

    @property
    def rows(self) -> int:
        """How many rows there are on the side that was copied from."""
        return sum(table.rows for table in self.tables)


class Unfit(KundkortError):
    """A value that the other database can't hold: in which column of which row ("" where that is not known)."""

    code = "unfit"

    def __init__(self, table: str, column: str = "", key: str = "") -> None:
        super().__init__(table=table, column=column, key=key)


class Occupied(KundkortError):
    """There is something already where a copy was to be made."""

    code = "occupied"

    def __init__(self, place: str) -> None:
        super().__init__(place=place)


class Different(KundkortError):
    """The copy was not the same as what was copied, and was thrown away; `proof` says where they differ."""

    code = "different"

    def __init__(self, proof: Proof) -> None:
        super().__init__()
        self.proof = proof


class Unsound(KundkortError):
    """What was to be copied has a row that points at none, or two that should be one: `check` says which."""

    code = "unsound"
