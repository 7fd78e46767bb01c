"""The tables of the index that no class maps: what each database makes beside them, and which tables are derived."""

from __future__ import annotations

from collections.abc import Iterator

from core.database.searching import postgres_grams

DERIVED = frozenset(
    {
        "customer_row",
        "customer_search",
        "customer_search_line",
        "customer_block",
        "customer_use",
        "search_word",
        "search_suffix",
        "search_state",
    }
)
"""The mapped tables that follow from the others: made anew in a copy, never copied."""
BESIDE = frozenset(
    {
        "customer_match",
        *(f"customer_match_{part}" for part in ("config", "content", "data", "docsize", "idx")),
        "search_terms",
        "search_common",
        "search_stop",
        "search_size",
    }
)
"""The tables that are derived too, and that only a file has."""
DERIVED_SINCE = "0003"
"""The revision from which they are; before it, the text of the customers was the whole index, and is copied."""

STATE = "INSERT INTO search_state (id, generation, ready, words, first) VALUES (1, 1, TRUE, 0, 256)"
"""How the index of an empty register stands."""

# Every ASCII sign is part of a token, so only blanks part them; bytes beyond ASCII are anyhow.
_SIGNS = r"""!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~"""
_MATCH = (
    "CREATE VIRTUAL TABLE customer_match USING fts5"
    f"(t, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '{_SIGNS}'\")"
)
# A write puts together a few pages itself; left to itself SQLite does nothing for long, and then very much at once.
_SETTINGS = (
    "INSERT INTO customer_match (customer_match, rank) VALUES ('automerge', 0)",
    "INSERT INTO customer_match (customer_match, rank) VALUES ('crisismerge', 64)",
)
_FILE = (
    _MATCH,
    *_SETTINGS,
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab (customer_match, row)",
    "CREATE TABLE search_common (spelled TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (spelled)) WITHOUT ROWID",
    "CREATE INDEX ix_search_common_folded ON search_common (folded)",
    "CREATE TABLE search_stop (character TEXT NOT NULL, PRIMARY KEY (character)) WITHOUT ROWID",
    "CREATE TABLE search_size (term TEXT NOT NULL, customers INTEGER NOT NULL, PRIMARY KEY (term)) WITHOUT ROWID",
)
_POSTGRES = (
    "CREATE INDEX ix_customer_row_city_spelled ON customer_row (city_spelled, name_key, customer_id)",
    "CREATE INDEX ix_customer_row_place ON customer_row (customer_id, active, name_key)",
    *postgres_grams.MAKE,
)


def beside(dialect: str) -> Iterator[str]:
    """Yield the SQL that makes, beside the mapped tables, what the index is in a database of this dialect."""
    yield from _FILE if dialect == "sqlite" else _POSTGRES
    yield STATE


def made_anew() -> Iterator[str]:
    """Yield the SQL that makes the index of a file anew, empty, whatever was or was not there of it."""
    for statement in _FILE:
        if statement.startswith("CREATE") and "INDEX" not in statement:
            name = statement.split(" TABLE ", 1)[1].split(" ", 1)[0]
            yield f"DROP TABLE IF EXISTS {name}"
    yield from _FILE
