"""Finding what is derived and is not as it should be: texts, words, and the index of a file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.database.plain import fetch
from core.database.searching.expressions import quoted
from core.database.searching.sources import CHUNK, Stored, indexed, made, marks, stored
from core.database.searching.terms import terms_of, words_of
from core.database.searching.vocabulary import endings, sets_of, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

SAMPLED = 500
"""Of so many customers every term is looked up in the index."""

_EVERYBODY = (
    "SELECT id FROM customer WHERE id > ? UNION SELECT customer_id FROM customer_search WHERE customer_id > ?"
    " UNION SELECT customer_id FROM customer_row WHERE customer_id > ? ORDER BY 1 LIMIT ?"
)
_DERIVED = "SELECT customer_id FROM customer_{} WHERE customer_id IN ({})"
_MATCH = "SELECT rowid FROM customer_match WHERE customer_match MATCH ? AND rowid = ?"


def stale(connection: Connection) -> Iterator[str]:
    """Yield the numbers of customers whose derived rows are not what `reindex` would write, or are there in vain."""
    after = 0
    while ids := tuple(row[0] for row in fetch(connection, _EVERYBODY, (after, after, after, CHUNK))):
        after = ids[-1]
        now, was = made(connection, ids), stored(connection, ids)
        there: set[int] = set()
        for table in ("row", "search"):
            there.update(row[0] for row in fetch(connection, _DERIVED.format(table, marks(ids)), ids))
        for customer in ids:
            before, expected = was.get(customer), now.get(customer)
            if (before and before.made) != expected or (before is None and customer in there):
                yield _number(connection, customer)


def _number(connection: Connection, customer: int) -> str:
    found = fetch(connection, "SELECT number FROM customer WHERE id = ?", (customer,))
    return found[0][0] if found else str(customer)


def is_index_whole(connection: Connection) -> bool:
    """Say whether words and index are what the texts give: every term is counted, those of some customers looked up.

    In a register whose index is not ready only what is in it so far is looked at.
    """
    state = state_of(connection)
    if state.ready and not _has_blocks(connection):
        return False
    if connection.dialect.name != "sqlite":
        # PostgreSQL keeps its index itself.
        return True
    sets = sets_of(connection, state.generation)
    words: set[str] = set()
    expected: Counter[str] = Counter()
    draw = random.Random(state.generation)  # noqa: S311 - no secret
    sample: list[tuple[int, set[str]]] = []
    seen = 0
    for one in _everything(connection):
        words |= words_of((indexed(one.made.row, one.made.text).text,))
        if one.label < state.first:
            continue
        terms = terms_of(indexed(one.made.row, one.made.text), sets)
        expected.update(terms)
        seen += 1
        place = len(sample) if len(sample) < SAMPLED else draw.randrange(seen)
        sample[place : place + 1] = [(one.label, terms)] if place < SAMPLED else sample[place : place + 1]
    return _has_words(connection, words) and _is_counted(connection, expected) and _is_found(connection, sample)


def _everything(connection: Connection) -> Iterator[Stored]:
    after = 0
    statement = "SELECT customer_id FROM customer_search WHERE customer_id > ? ORDER BY customer_id LIMIT ?"
    while ids := tuple(row[0] for row in fetch(connection, statement, (after, CHUNK))):
        after = ids[-1]
        yield from stored(connection, ids).values()


def _has_words(connection: Connection, words: set[str]) -> bool:
    """Say whether the vocabulary has these words with all their endings; it may have more."""
    there = dict(fetch(connection, "SELECT word, id FROM search_word"))
    if not words <= there.keys():
        return False
    suffixes = set(fetch(connection, "SELECT word_id, suffix FROM search_suffix"))
    return all((there[word], ending) in suffixes for word in words for ending in endings(word))


def _has_blocks(connection: Connection) -> bool:
    """Say whether the blocks of every order count every customer."""
    counted = "count(CASE WHEN active THEN 1 END), count(CASE WHEN NOT active THEN 1 END)"
    expected = fetch(connection, f"SELECT {counted} FROM customer_row")[0]
    found = fetch(connection, "SELECT sum(active_rows), sum(inactive_rows) FROM customer_block GROUP BY listing")
    return all((int(active), int(inactive)) == expected for active, inactive in found) and (
        bool(found) or not any(expected)
    )


def _is_counted(connection: Connection, expected: Counter[str]) -> bool:
    """Say whether the index has of every term as many customers as it should."""
    found = dict(fetch(connection, "SELECT term, doc FROM search_terms"))
    return found == expected


def _is_found(connection: Connection, sample: list[tuple[int, set[str]]]) -> bool:
    """Say whether these labels are found by each of their terms."""
    return all(fetch(connection, _MATCH, (quoted(term), label)) for label, terms in sample for term in terms)
