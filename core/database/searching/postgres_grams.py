"""The index over the text in PostgreSQL: every three characters of it, and what of them a typed text needs.

PostgreSQL makes the grams itself, of the columns of a customer's text, as a `tsvector` in a GIN index over a function:
no column holds them, no extension is needed, and a condition on grams is not looked up again in the text.
Grams are of the spelled text, so a literal word is found by its own; a word that is typed without å ä ö é asks for every
spelling of each of its grams. Digits stand in it as capital letters, which no spelled text has.
"""

from __future__ import annotations

from itertools import product

from core.database.searching.document import END, NUMBER
from core.database.searching.matching import Sql
from core.values.finding import Part, Typed

INDEX = "ix_customer_search_grams"
SIZE = 3
_MANY = 24
"""A word of more grams than these is looked for by every third of them, which cover it too."""
_DIGITS, _CAPITALS = "0123456789", "ABCDEFGHIJ"
_TO_CAPITALS = str.maketrans(_DIGITS, _CAPITALS)
_SPELLINGS = {"a": "aåä", "o": "oö", "e": "eé"}
_EVERYWHERE = frozenset("abcdefghijklmnoprstuvyåäö0123456789.@-")
"""Characters that so many texts have that the index is no help: all the grams that begin so are most of it."""
_LISTED = (
    ".a .c .e .h .l .n .s a. a@ ab ac ad ag ah ak al am an ar as at ba be bi bl bo br by ck co d. d@ da de ds e. ed ek el"
    " en er es et fa fo ga ge gr ha he hl ho i. ia ie ik il in is je jo k. ka kb ke kh ki ko kr ks kv l. la le li ll lm lo"
    " ls lt lu m@ ma me mi mm n. n@ na nd ne nf ng ni nk nn no ns nu ny oc od oh ol om on op or os ot pe pi r. ra rb re rf"
    " rg ri rk rl rn ro rr rs rt s. sa sb se sf si sj sk so ss st su sv t@ ta te ti to tr ts tt ul un us va ve vi"
)
_PAIRS = frozenset(_LISTED.split())
"""Two characters that one text in fourteen has or more, and two digits are as these."""
_QUOTED = str.maketrans({"'": "''", "\\": "\\\\"})


_TEXT = f"(spelled || translate(digits, '{_DIGITS}', '{_CAPITALS}'))"
# Three runs of characters by three, each begun one character on, have every gram; no text has the sign between them.
_RUNS = " || chr(1) || ".join(
    f"regexp_replace({f'substr({_TEXT}, {start})' if start > 1 else _TEXT}, '...', '\\&' || chr(1), 'g')"
    for start in range(1, SIZE + 1)
)
# The cost is what keeps the planner from ever making the grams of all customers instead of asking the index.
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION search_grams(spelled text, digits text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT"
    f" PARALLEL SAFE COST 10000 RETURN array_to_tsvector(array_remove(string_to_array({_RUNS}, chr(1)), ''))"
)
# Not `fastupdate`: what waits outside the index is read by every search, and taken in by some writer, who waits for it.
_INDEX = (
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON customer_search"
    " USING gin (search_grams(coalesce(spelled, folded), digits)) WITH (fastupdate = off)"
)
# To count grams takes the server seconds each time, and what it would learn of them is of no use here.
_UNCOUNTED = f"ALTER INDEX {INDEX} ALTER COLUMN 1 SET STATISTICS 0"
MAKE = (_FUNCTION, _INDEX, _UNCOUNTED)
"""The SQL that makes the index where it is not."""
DROP = f"DROP INDEX IF EXISTS {INDEX}"
_GRAMS = "search_grams(coalesce(s.spelled, s.folded), s.digits)"


def may_have(typed: Typed, *, as_typed: bool, unmask: bool) -> Sql:
    """Return the condition that the customer in `s` has the grams of what was typed: all that have it, and some more.

    `as_typed`: spelled as typed, other spellings are left out. `typed` has a word at least.
    """
    query = _query(typed, as_typed, short=False) or _query(typed, as_typed, short=True)
    asked = _asked(query)
    owners = tuple(number for part in typed.parts for number in part.personal_numbers) if unmask else ()
    if not owners:
        return asked
    marks = ", ".join("?" * len(owners))
    # Of the whole text: where somebody's personal number is typed, the rest of it is verified.
    owned = f"s.label = ANY (ARRAY(SELECT id FROM customer WHERE org_no IN ({marks})))"
    return Sql(f"({asked.text} OR {owned})", asked.parameters + owners)


def may_be_numbered(typed: Typed, *, as_typed: bool, whole: bool) -> Sql:
    """Return the condition that a number, present or old, of the customer in `s` may begin with, or be, what was typed."""
    spelled = NUMBER + "".join(word.spelled for word in typed.words) + END * whole
    literal = as_typed or any(word.literal for word in typed.words)
    return _asked(_text(spelled, literal=literal))


def _asked(query: str) -> Sql:
    """Return the condition that the grams fit a query; without one everybody's do."""
    return Sql(f"{_GRAMS} @@ ?::tsquery", (query,)) if query else Sql("1 = 1")


def longest(typed: Typed) -> int:
    """Return how many characters the longest word or number has: the fewer, the more customers have it."""
    return max(map(_size, typed.parts))


def _size(part: Part) -> int:
    return max(len(part.number), *(len(word.spelled) for word in part.words))


def _query(typed: Typed, as_typed: bool, *, short: bool) -> str:
    """Return the query of all parts, "" where they may stand anywhere; words that are `short` only where that is asked.

    What is shorter than a gram is looked for among all grams that begin so, which takes long where they are many.
    """
    return " & ".join(filter(None, (_part(part, as_typed, short=short) for part in typed.parts)))


def _part(part: Part, as_typed: bool, *, short: bool) -> str:
    words = " & ".join(
        _text(word.spelled, literal=as_typed or word.literal)
        for word in part.words
        if len(word.spelled) >= SIZE or not _is_common(word.folded) or (short and len(word.spelled) > 1)
    )
    if not part.number or not words:
        return words
    return f"({_text(part.number.translate(_TO_CAPITALS), literal=True)} | ({words}))"


def _is_common(text: str) -> bool:
    """Say whether very many texts have this character or these two."""
    return text in _EVERYWHERE if len(text) == 1 else text in _PAIRS or text.isdecimal()


def _text(text: str, *, literal: bool) -> str:
    """Return the query of all grams of a text; of one too short for a gram, what begins so."""
    if len(text) < SIZE:
        return _gram(text, literal, ":*")
    found = [text[start : start + SIZE] for start in range(len(text) - SIZE + 1)]
    if len(found) > _MANY:
        found = [*found[::SIZE], found[-1]]
    return " & ".join(_gram(gram, literal, "") for gram in dict.fromkeys(found))


def _gram(gram: str, literal: bool, ending: str) -> str:
    spellings = [gram] if literal else map("".join, product(*(_SPELLINGS.get(letter, letter) for letter in gram)))
    either = " | ".join(f"'{spelling.translate(_QUOTED)}'{ending}" for spelling in spellings)
    return f"({either})"
