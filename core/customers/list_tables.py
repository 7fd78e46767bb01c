"""The tables of the list and of finding: derived from the customers, written by `core.database.search` alone."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Id


class ListRow(Base):
    """What the list shows of one customer and sorts by; removed customers have no row, personal numbers are masked."""

    __tablename__ = "customer_row"
    customer_id: Mapped[int] = mapped_column(Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Id)
    active: Mapped[bool]
    type: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(500))
    org_no: Mapped[str] = mapped_column(String(20))
    city: Mapped[str] = mapped_column(String(100))
    city_spelled: Mapped[str] = mapped_column(Text)
    street: Mapped[str] = mapped_column(String(200))
    """With `postcode` that of the address whose town is shown."""
    postcode: Mapped[str] = mapped_column(String(20))
    phone: Mapped[str] = mapped_column(String(50))
    email: Mapped[str] = mapped_column(String(254))
    contact: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[bytes] = mapped_column(LargeBinary)
    number_key: Mapped[bytes] = mapped_column(LargeBinary)
    city_key: Mapped[bytes] = mapped_column(LargeBinary)
    contact_key: Mapped[bytes] = mapped_column(LargeBinary)
    # `active` stands last, so that one index serves active, inactive and both: it filters before the row is fetched.
    __table_args__ = (
        Index("ix_customer_row_name", "name_key", "customer_id", "active"),
        Index("ix_customer_row_number", "number_key", "customer_id", "active"),
        Index("ix_customer_row_city", "city_key", "name_key", "customer_id", "active"),
        Index("ix_customer_row_contact", "contact_key", "name_key", "customer_id", "active"),
        Index("ix_customer_row_seq", "seq", "name_key", "customer_id", "active"),
        # Twins by name are looked for among those of a postcode.
        Index("ix_customer_row_postcode", "postcode", "name"),
    )


class SearchRow(Base):
    """The text a customer is found by; removed customers have none, personal numbers are not in it.

    `folded` is the whole text: the name, then the numbers, towns and organisation number (the customer's own text), then
    the contacts, made by `searching.document`; `spelled` is the same with å ä ö é, NULL where there are none; `digits` has
    the digits of phones and numbers.
    """

    __tablename__ = "customer_search"
    label: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    """The place in the index (`searching.labels`): in a file in the order of names, by buckets; else the customer's id.

    Less than `search_state.first`: not in the index yet; a customer that never was has its id, negative.
    """
    customer_id: Mapped[int] = mapped_column(Id, ForeignKey("customer.id"), unique=True)
    contacts: Mapped[int]
    """How many contacts the text has; from two on each has a line of its own."""
    own: Mapped[int]
    """How many characters of the text are the customer's own."""
    numbers: Mapped[str] = mapped_column(Text)
    """The present number and the old ones as they stand in `folded`."""
    renumbered: Mapped[bool] = mapped_column(index=True)
    """Whether there are old numbers."""
    folded: Mapped[str] = mapped_column(Text)
    digits: Mapped[str] = mapped_column(Text)
    spelled: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index("ix_customer_search_numbers", "numbers"),)


class SearchLine(Base):
    """The text that several words must stand in together: the customer's own with that of one contact.

    Only customers of two contacts or more have lines: the whole text of the others is one.
    """

    __tablename__ = "customer_search_line"
    customer_id: Mapped[int] = mapped_column(Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    folded: Mapped[str] = mapped_column(Text)
    digits: Mapped[str] = mapped_column(Text)
    spelled: Mapped[str | None] = mapped_column(Text)
    __table_args__ = ({"sqlite_with_rowid": False},)


class SearchWord(Base):
    """The vocabulary: every run of four letters or more that stands, or once stood, in a text, as spelled there.

    With `SearchSuffix` for files alone: on PostgreSQL both are empty.
    """

    __tablename__ = "search_word"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(Text, unique=True)


class SearchSuffix(Base):
    """The endings of the words, folded, of four letters or more, cut to `vocabulary.LONGEST`: what words are found by."""

    __tablename__ = "search_suffix"
    suffix: Mapped[str] = mapped_column(Text, primary_key=True)
    word_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    __table_args__ = ({"sqlite_with_rowid": False},)


class SearchState(Base):
    """One row: how the index stands."""

    __tablename__ = "search_state"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    generation: Mapped[int] = mapped_column(Id)
    """Another one after each filling; what is common or left out of the index stays the same within one."""
    ready: Mapped[bool]
    """Whether every customer is in the index and counted in the blocks; else finding looks at every text."""
    words: Mapped[int]
    """How many words there were when it was filled."""
    first: Mapped[int] = mapped_column(Id)
    """The first label of this generation."""


class ListBlock(Base):
    """A sample of positions in an order: a run of rows that begins at its key, and how many there are in it.

    `key1` and `key2` are the keys of the order ("name", "number", "city", "contact", "changed"); see `searching.blocks`.
    """

    __tablename__ = "customer_block"
    listing: Mapped[str] = mapped_column(String(10), primary_key=True)
    key1: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    key2: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    active_rows: Mapped[int]
    inactive_rows: Mapped[int]
    __table_args__ = ({"sqlite_with_rowid": False},)


class ListUse(Base):
    """What is in use, and how many customers have it: towns as written, languages by code, lengths of numbers.

    What the filters and the form offer; see `searching.uses`.
    """

    __tablename__ = "customer_use"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    """"city", "language" or "length"."""
    value: Mapped[str] = mapped_column(String(100), primary_key=True)
    customers: Mapped[int]
    __table_args__ = ({"sqlite_with_rowid": False},)
