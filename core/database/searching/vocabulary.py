"""The vocabulary: the words that stand in texts, what is common in them, and how often terms are held (SEARCH.md 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.database.searching.terms import LONGEST, SHORTEST, Sets, common_pieces
from core.values.sorting import fold_spelled

if TYPE_CHECKING:
    from sqlalchemy import Connection

COMMON_FROM = {4: 64, 5: 256}
"""A piece of so many letters that more words have than this is common: it is a term of its own, not an OR of the words."""
SHARE = 150
"""Of the longer pieces only those that one word in so many has: the others are nearly known by the shorter ones."""
SAMPLED = 2_000
"""So many customers, spread over the register, say which characters most of them have."""
SIZED_FROM = 1_000
"""Terms that so many customers have are known by their size; of others the plan takes half of it."""
_PIECE = 400
_LAST = "\U0010ffff"
"""Comes after every character that an ending may go on with."""

_STATE = "SELECT generation, ready, words, first FROM search_state WHERE id = 1"
_KNOWN = "SELECT word FROM search_word WHERE word IN ({})"
_WORD = "INSERT INTO search_word (id, word) VALUES (?, ?)"
_SUFFIX = "INSERT INTO search_suffix (suffix, word_id) VALUES (?, ?)"
_COMMON = "INSERT INTO search_common (spelled, folded) VALUES (?, ?) ON CONFLICT (spelled) DO NOTHING"
_WITH = (
    "SELECT DISTINCT w.word FROM search_suffix x JOIN search_word w ON w.id = x.word_id"
    " WHERE x.suffix >= ? AND x.suffix < ? LIMIT ?"
)


class State(NamedTuple):
    """How the index stands: see `search_state`."""

    generation: int
    ready: bool
    words: int
    first: int


def state_of(connection: Connection) -> State:
    """Return how the index stands in the transaction that runs."""
    ((generation, ready, words, first),) = fetch(connection, _STATE)
    return State(generation, bool(ready), words, first)


# What is the same within a generation -----------------------------------------------------------------------------------

_MOST_KEPT = 4
_sets: dict[int, Sets] = {}


def sets_of(connection: Connection, generation: int) -> Sets:
    """Return the sets of this generation, which a file never changes: they are read once, whichever register has it."""
    found = _sets.get(generation)
    if found is None:
        common = frozenset(row[0] for row in fetch(connection, "SELECT DISTINCT folded FROM search_common"))
        stop = frozenset(row[0] for row in fetch(connection, "SELECT character FROM search_stop"))
        while len(_sets) >= _MOST_KEPT:
            _sets.pop(next(iter(_sets)))
        found = _sets[generation] = Sets(generation, common, stop)
    return found


# Words ----------------------------------------------------------------------------------------------------------------


def add_words(connection: Connection, words: Iterable[str], common: frozenset[str] = frozenset()) -> None:
    """Write those of `words` that are not in the vocabulary, their endings, and the spellings of what is `common` in them.

    To be called within `guard.writing`.
    """
    wanted = sorted(words)
    known: set[str] = set()
    for start in range(0, len(wanted), _PIECE):
        piece = wanted[start : start + _PIECE]
        known.update(row[0] for row in fetch(connection, _KNOWN.format(", ".join("?" * len(piece))), tuple(piece)))
    new = [word for word in wanted if word not in known]
    if not new:
        return
    ((last,),) = fetch(connection, "SELECT coalesce(max(id), 0) FROM search_word")
    numbered = list(enumerate(new, last + 1))
    connection.exec_driver_sql(_WORD, numbered)
    connection.exec_driver_sql(_SUFFIX, [(suffix, id) for id, word in numbered for suffix in sorted(endings(word))])
    if spellings := sorted({piece for word in new for piece in common_pieces(word, common)}):
        connection.exec_driver_sql(_COMMON, [(spelled, fold_spelled(spelled)) for spelled in spellings])


def endings(word: str) -> set[str]:
    """Return the endings that a word is found by: folded, of SHORTEST letters or more, cut to LONGEST."""
    folded = fold_spelled(word)
    return {folded[start : start + LONGEST] for start in range(len(folded) - SHORTEST + 1)}


def words_with(connection: Connection, folded: str, most: int = -1) -> list[str] | None:
    """Return the words in which `folded` (SHORTEST letters or more) stands when they are folded; None: more than `most`."""
    start = folded[:LONGEST]
    found = [row[0] for row in fetch(connection, _WITH, (start, start + _LAST, most + 1 if most >= 0 else -1))]
    if len(found) > most >= 0:
        return None
    return [word for word in found if folded in fold_spelled(word)] if len(folded) > LONGEST else found


def spellings_of(connection: Connection, folded: str) -> list[str]:
    """Return the spellings that occur of a common piece; none where `folded` is not common."""
    return [row[0] for row in fetch(connection, "SELECT spelled FROM search_common WHERE folded = ?", (folded,))]


# A new generation -----------------------------------------------------------------------------------------------------


def choose_common(connection: Connection) -> dict[str, str]:
    """Return the pieces that are common in the words there are, as spelled -> folded."""
    suffixes: list[str] = [row[0] for row in fetch(connection, "SELECT suffix FROM search_suffix")]
    common: set[str] = set()
    ((words,),) = fetch(connection, "SELECT count(*) FROM search_word")
    for size, most in COMMON_FROM.items():
        most = most if size == SHORTEST else max(most, words // SHARE)
        counted = Counter([suffix[:size] for suffix in suffixes if len(suffix) >= size])
        common.update(piece for piece, count in counted.items() if count > most)
    frozen = frozenset(common)
    vocabulary = fetch(connection, "SELECT word FROM search_word") if common else []
    spelled = {piece for (word,) in vocabulary for piece in common_pieces(word, frozen)}
    return {piece: fold_spelled(piece) for piece in sorted(spelled)}


def choose_stop(connection: Connection) -> set[str]:
    """Return the characters that more than half of the customers have in their text; none in a small register."""
    ((customers,),) = fetch(connection, "SELECT count(*) FROM customer_search")
    if customers < SAMPLED:
        return set()
    texts = list(_sample(connection))
    counted = Counter(character for text in texts for character in set(text))
    return {character for character, count in counted.items() if count > len(texts) / 2 and not character.isspace()}


def _sample(connection: Connection) -> Iterator[str]:
    """Yield the texts of customers at even distances in their ids."""
    ((low, high),) = fetch(connection, "SELECT min(customer_id), max(customer_id) FROM customer_search")
    for place in range(SAMPLED):
        yield from (
            row[0]
            for row in fetch(
                connection,
                "SELECT coalesce(spelled, folded) FROM customer_search WHERE customer_id >= ?"
                " ORDER BY customer_id LIMIT 1",
                (low + (high - low) * place // SAMPLED,),
            )
        )


def begin_generation(connection: Connection, generation: int, first: int) -> Sets:
    """Write what is common and what is left out from now on, by the words and texts there are; return it.

    The index is not ready, and empty for the generation whose labels begin with `first`. Within `guard.writing`.
    """
    spellings, stop = choose_common(connection), choose_stop(connection)
    for table in ("search_common", "search_stop", "search_size"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    _insert(connection, "INSERT INTO search_common (spelled, folded) VALUES (?, ?)", list(spellings.items()))
    _insert(connection, "INSERT INTO search_stop (character) VALUES (?)", [(one,) for one in sorted(stop)])
    connection.exec_driver_sql(
        "UPDATE search_state SET generation = ?, ready = ?, first = ?,"
        " words = (SELECT count(*) FROM search_word) WHERE id = 1",
        (generation, False, first),
    )
    return Sets(generation, frozenset(spellings.values()), frozenset(stop))


def write_sizes(connection: Connection) -> None:
    """Write which terms many customers have, as the index counts them; under "" all customers. Within `guard.writing`."""
    connection.exec_driver_sql("DELETE FROM search_size")
    found = fetch(connection, "SELECT term, doc FROM search_terms WHERE doc >= ?", (SIZED_FROM,))
    found += fetch(connection, "SELECT '', count(*) FROM customer_row")
    _insert(connection, "INSERT INTO search_size (term, customers) VALUES (?, ?)", found)


def sizes_of(connection: Connection, terms: Sequence[str]) -> dict[str, int]:
    """Return how many customers have each of these terms, as far as that is known: a hint, it proves nothing."""
    found: dict[str, int] = {}
    for start in range(0, len(terms), _PIECE):
        piece = tuple(terms[start : start + _PIECE])
        statement = f"SELECT term, customers FROM search_size WHERE term IN ({', '.join('?' * len(piece))})"
        found.update(fetch(connection, statement, piece))
    return found


def _insert(connection: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))
