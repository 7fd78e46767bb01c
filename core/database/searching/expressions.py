"""What is typed and filtered as one expression of the index of a file, in FTS5's language (SEARCH.md 2).

An expression finds everybody who fits, and often others too: then it is not `exact`, and the rows are to be verified.
Which terms go into it is a matter of time alone: the ones that few customers have come first, and others only where to
merge them costs less than to look at the customers that they would keep out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.database.searching import terms
from core.database.searching.terms import RUN, marked, pieces
from core.database.searching.vocabulary import sets_of, sizes_of, spellings_of, state_of, words_with
from core.values.finding import Part, Typed, Word
from core.values.sorting import fold, fold_spelled, spell

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.customers.views import CustomerQuery

RARE = 500
"""So many customers are taken to have a term of which nothing is known."""
MERGING, SEEKING, VERIFYING = 0.008, 7.0, 1.6
"""Microseconds: to pass one customer of a list, to begin one list, to look at one customer's text."""
MOST_OF_A_WORD = 6
"""More pieces of one word keep hardly anybody else out."""
MOST_WORDS = 64
"""An OR of more words costs more than it saves, where it is not needed to be exact."""
MOST_OWNERS = 30
"""More customers of one personal number are not asked for one by one."""
_SPELLINGS = {"a": "aåä", "o": "oö", "e": "eé"}


class Match(NamedTuple):
    """An FTS5 expression, "" for all customers, and whether whoever it finds is found indeed: text, filters and all.

    `apart`: whoever it finds has each word, so that of the text only where several words stand is to be verified.
    `fits`: whoever it finds fits the filters.
    """

    expression: str
    exact: bool
    apart: bool = False
    fits: bool = False


class _Clause(NamedTuple):
    """One thing that must hold: an expression, about how many customers it finds, how many lists, of which word."""

    text: str
    size: float
    lists: int
    word: int = -1


class _Part(NamedTuple):
    """What finds a part of what is typed: clauses that must all hold, and whether whoever they find has it indeed."""

    clauses: list[_Clause]
    exact: bool


def match(
    connection: Connection, typed: Typed, query: CustomerQuery, *, as_typed: bool = False, unmask: bool = False
) -> Match | None:
    """Return the expression of the text and the filters of a query; None where nothing can be found.

    `as_typed`: only what is spelled as typed, else also what has å ä ö é where a word was typed without. `unmask`: whole
    personal numbers are found too.
    """
    builder = _Builder(connection, as_typed=as_typed, unmask=unmask)
    clauses: list[_Clause] = []
    exact = True
    for number, part in enumerate(typed.parts):
        found = builder.part(part)
        if found is None:
            return None
        exact = exact and found.exact
        clauses += [clause._replace(word=number) for clause in found.clauses]
    wanted, unwanted = builder.filters(query)
    chosen, candidates = builder.chosen([*clauses, *wanted])
    kept_out = [
        clause.text for clause in unwanted if chosen and clause.size * MERGING + SEEKING < candidates * VERIFYING
    ]
    exact = exact and all(clause in chosen for clause in clauses)
    fits = len(kept_out) == len(unwanted) and all(clause in chosen for clause in wanted)
    expression = " AND ".join(clause.text for clause in chosen)
    # Words must stand together, on one line of the text: of that the index knows nothing.
    together = len(typed.words) < 2
    if kept_out:
        expression = f"({expression}) NOT ({' OR '.join(kept_out)})"
    return Match(expression, exact and together and fits, exact, fits)


def number_beginning(typed: Typed) -> str | None:
    """Return the expression of "a customer number begins with this": of one to four characters, else None."""
    return _number(terms.NUMBER_MARK, typed)


def whole_number(typed: Typed) -> str | None:
    """Return the expression of "a customer number is this": of one to four characters, else None."""
    return _number(terms.SHORT_NUMBER_MARK, typed)


def _number(mark: str, typed: Typed) -> str | None:
    text = "".join(word.folded for word in typed.words)
    if not 1 <= len(text) <= terms.BEGINNINGS or terms.PARTING.search(text):
        return None
    return quoted(mark + text)


def quoted(term: str) -> str:
    """Return a term as FTS5 reads it."""
    return '"' + term.replace('"', '""') + '"'


def spellings(word: str) -> list[str]:
    """Return every way to spell a piece that was typed without å ä ö é."""
    return ["".join(letters) for letters in product(*(_SPELLINGS.get(letter, letter) for letter in word))]


class _Builder:
    """Makes the clauses of one query, in one transaction."""

    def __init__(self, connection: Connection, *, as_typed: bool, unmask: bool) -> None:
        self._connection = connection
        self._as_typed = as_typed
        self._unmask = unmask
        self._all = sizes_of(connection, ("",)).get("", 2 * RARE)

    def part(self, part: Part) -> _Part | None:
        """Return what finds a part; None where nobody has it."""
        words = self._words(part.words)
        if not part.number:
            return words
        ways = [self._clauses([[piece] for piece in sorted(set(pieces(part.number, 3)))])]
        is_piece = len(part.words) == 1 and part.words[0].spelled == part.number and len(part.number) == 3
        # What stands in a word stands in the word's pieces too: whoever has the word has the number's pieces.
        if words is not None and not (len(part.words) == 1 and part.number in part.words[0].spelled):
            ways.append(words.clauses)
        for number in self._numbers_of_owners(part):
            ways.append(self._of_number(number))
        if not all(ways) or len(ways) > MOST_OWNERS:
            return _Part([], False)
        if len(ways) == 1:
            return _Part(ways[0], is_piece)
        return _Part([_either([self.chosen(way)[0] for way in ways])], False)

    def _words(self, words: Sequence[Word]) -> _Part | None:
        clauses: list[_Clause] = []
        exact = True
        for word in words:
            found = self._word(word)
            if found is None:
                return None
            clauses += found.clauses
            exact = exact and found.exact
        return _Part(clauses, exact)

    def _word(self, word: Word) -> _Part | None:
        text, literal = word.spelled, word.literal or self._as_typed
        if terms.PARTING.search(text):
            return _Part([], False)
        if len(text) <= 3 or (len(text) == 4 and not text.isalnum()):
            return self._piece(text, literal)
        if RUN.fullmatch(text):
            return self._letters(text, literal)
        return self._mixed(text, literal)

    def _piece(self, text: str, literal: bool) -> _Part:
        found = [text] if literal else spellings(text)
        if len(text) == 1 and not sets_of(self._connection, state_of(self._connection).generation).stop.isdisjoint(
            found
        ):
            return _Part([], False)
        # Three digits also come from phones, where a word is not looked for.
        return _Part(self._clauses([found]), not (len(text) == 3 and text.isascii() and text.isdigit()))

    def _letters(self, text: str, literal: bool) -> _Part | None:
        """Return what finds a run of letters: a common piece, or each word that has it; of too many words their pieces."""
        folded = fold_spelled(text)
        common = spellings_of(self._connection, folded)
        found: list[str] | None = [spelled for spelled in common if not literal or spelled == text]
        if not common:
            found = words_with(self._connection, folded, MOST_WORDS)
            if found is None:
                if nearly := self._pieces_of_run(text, literal):
                    return _Part(self._clauses(nearly), False)
                found = words_with(self._connection, folded) or []
            found = [word for word in found if not literal or text in word]
        return _Part(self._clauses([found]), True) if found else None

    def _pieces_of_run(self, text: str, literal: bool) -> list[list[str]]:
        """Return the spellings of its pieces that are common: all those of four letters, where very many words have it."""
        found = []
        for piece in sorted({piece for size in terms.COMMON for piece in pieces(text, size)}):
            spelled = spellings_of(self._connection, fold_spelled(piece))
            if kept := [one for one in spelled if not literal or one == piece]:
                found.append(kept)
        return found

    def _mixed(self, text: str, literal: bool) -> _Part | None:
        """Return what nearly finds a word with digits or signs in it: its pieces, and the words that stand in it."""
        found = [[piece] if literal else spellings(piece) for piece in sorted(set(pieces(text, 3)))]
        found += [
            [piece] if literal else spellings(piece) for piece in sorted(set(pieces(text, 4))) if not piece.isalnum()
        ]
        for run in RUN.finditer(text):
            words = words_with(self._connection, fold_spelled(run[0]), MOST_WORDS)
            if words is None:
                found += self._pieces_of_run(run[0], literal)
            elif kept := [word for word in words if _may_be(word, text, run, literal=literal)]:
                found.append(kept)
            else:
                return None
        return _Part(self._clauses(found), False)

    def _numbers_of_owners(self, part: Part) -> list[str]:
        numbers = part.personal_numbers if self._unmask else ()
        if not numbers:
            return []
        marks = ", ".join("?" * len(numbers))
        statement = f"SELECT number FROM customer WHERE removed_seq IS NULL AND org_no IN ({marks}) LIMIT ?"
        return [row[0] for row in fetch(self._connection, statement, (*numbers, MOST_OWNERS))]

    def _of_number(self, number: str) -> list[_Clause]:
        """Return what nearly finds the customer of this number: how it begins, and its pieces."""
        number = "".join(number.split())
        beginning = terms.NUMBER_MARK + fold(number)[: terms.BEGINNINGS]
        return self._clauses([[beginning], *([piece] for piece in pieces(spell(number), 3))])

    def filters(self, query: CustomerQuery) -> tuple[list[_Clause], list[_Clause]]:
        """Return the clauses of the filters: those that must hold, and those that must not."""
        wanted: list[list[str]] = []
        unwanted: list[list[str]] = []
        if query.cities:
            wanted.append([marked(terms.TOWN_MARK, spell(city)) for city in query.cities])
        if query.languages:
            wanted.append([marked(terms.LANGUAGE_MARK, language) for language in query.languages])
        if query.types and {"private", "company"} - set(query.types):
            (wanted if "private" in query.types else unwanted).append([terms.PRIVATE])
        if query.org_no is not None:
            (unwanted if query.org_no else wanted).append([terms.NO_ORG_NO])
        if query.active is not None:
            (unwanted if query.active else wanted).append([terms.INACTIVE])
        return self._clauses(wanted), self._clauses(unwanted)

    def _clauses(self, found: Sequence[Sequence[str]]) -> list[_Clause]:
        """Return a clause for each list of terms of which one must be there."""
        if not found:
            return []
        sizes = sizes_of(self._connection, sorted({term for one in found for term in one}))
        return [
            _Clause(_either_term(one), sum(sizes.get(term, RARE) for term in one), len(one))
            for one in ([term for term in one if not terms.PARTING.search(term)] for one in found)
            if one
        ]

    def chosen(self, clauses: Iterable[_Clause]) -> tuple[list[_Clause], float]:
        """Return the clauses to ask for, the others are left out, and about how many customers they find together."""
        chosen: list[_Clause] = []
        candidates = 0.0
        for clause in sorted(clauses, key=lambda clause: clause.size):
            share = min(1.0, clause.size / max(self._all, 1))
            of_word = sum(one.word == clause.word for one in chosen)
            if not chosen:
                candidates = clause.size
            elif of_word >= MOST_OF_A_WORD or clause.size * MERGING + clause.lists * SEEKING >= candidates * VERIFYING:
                continue
            else:
                candidates *= max(0.3, sqrt(share)) if of_word else share
            chosen.append(clause)
        return chosen, candidates


def _may_be(word: str, text: str, run: re.Match[str], *, literal: bool) -> bool:
    """Say whether a run within a typed text may stand in this word: where a sign or digit comes, the word ends too."""
    form, wanted = (word, run[0]) if literal else (fold_spelled(word), fold_spelled(run[0]))
    begins, ends = run.start() == 0 or form.startswith(wanted), run.end() == len(text) or form.endswith(wanted)
    return wanted in form and begins and ends


def _either_term(found: Sequence[str]) -> str:
    return quoted(found[0]) if len(found) == 1 else f"({' OR '.join(map(quoted, found))})"


def _either(ways: Sequence[Sequence[_Clause]]) -> _Clause:
    """Return the clause that one of several ways holds, each of which is several clauses."""
    texts: Iterator[str] = (" AND ".join(clause.text for clause in way) for way in ways)
    return _Clause(
        f"({' OR '.join(f'({text})' for text in texts)})",
        sum(min(clause.size for clause in way) for way in ways),
        sum(len(way) for way in ways),
    )
