"""The SQL of a typed text: which customers have it, and how well (DESIGN 4, "Searching")."""

from __future__ import annotations

from typing import NamedTuple

from core.database.searching.document import END, NUMBER
from core.values.finding import Part, Typed, Word

_AMBIGUOUS = frozenset("aoe")
"""Letters that stand for others too when a word is typed without å ä ö é."""
_LONGEST_NUMBER = 50
_LAST = "\U0010ffff"
"""Comes after every character that a text may go on with."""


class Sql(NamedTuple):
    """A piece of SQL with "?" for its parameters."""

    text: str
    parameters: tuple[object, ...] = ()


def joined(separator: str, pieces: list[Sql]) -> Sql:
    """Return the pieces as one, with `separator` between."""
    return Sql(separator.join(piece.text for piece in pieces), tuple(p for piece in pieces for p in piece.parameters))


def found(typed: Typed, *, unmask: bool) -> Sql:
    """Return the condition that the customer in `s` has what was typed; `unmask`: whole personal numbers are found too.

    Several words are found together, in the customer's own text or in that with one contact's.
    """
    if not typed.parts:
        return Sql("1 = 1")
    whole = found_somewhere(typed, unmask=unmask)
    if len(typed.words) == 1:
        return whole
    return joined(" AND ", [whole, found_together(typed, unmask=unmask)])


def found_somewhere(typed: Typed, *, unmask: bool) -> Sql:
    """Return the condition that the customer in `s` has each word somewhere, together or not."""
    return _parts(typed, "s", unmask=unmask)


def found_together(typed: Typed, *, unmask: bool) -> Sql:
    """Return the condition that the customer in `s`, who has each word somewhere, has them together."""
    line = _on_a_line(_parts(typed, "l", unmask=unmask))
    together = joined(" OR ", [_together(typed, "folded"), line])
    return Sql(f"({together.text})", together.parameters)


def _together(typed: Typed, column: str) -> Sql:
    """Return the quick ways to know that words found somewhere are found together, for words as they stand in `column`.

    There is one line only, or every word stands in the customer's own text, which comes first.
    """
    own = []
    for word in typed.words:
        place = f"instr(s.{'spelled' if word.literal else column}, ?)"
        own.append(Sql(f"{place} BETWEEN 1 AND s.own", (word.form,)))
    condition = joined(" AND ", own)
    return Sql(f"s.contacts < 2 OR ({condition.text})", condition.parameters)


def _on_a_line(condition: Sql) -> Sql:
    """Return that some line of the customer in `s` holds `condition` on `l`."""
    return Sql(
        f"EXISTS (SELECT 1 FROM customer_search_line l WHERE l.customer_id = s.customer_id AND {condition.text})",
        condition.parameters,
    )


def _parts(typed: Typed, table: str, *, unmask: bool) -> Sql:
    return joined(" AND ", [_part(part, table, unmask=unmask) for part in typed.parts])


def _has(column: str, text: str) -> Sql:
    """Return the condition that `text` is anywhere in `column`: LIKE is a quarter quicker than `instr` on long text.

    Without the cast SQLite would prepare the whole statement again for every text, which takes longer than to run it.
    """
    escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return Sql(f"{column} LIKE CAST(? AS TEXT) ESCAPE '!'", (f"%{escaped}%",))


def _part(part: Part, table: str, *, unmask: bool) -> Sql:
    words = joined(" AND ", [_word(word, table) for word in part.words])
    if not part.number:
        return words
    ways = [Sql(f"instr({table}.digits, ?) > 0", (part.number,)), Sql(f"({words.text})", words.parameters)]
    numbers = part.personal_numbers if unmask else ()
    if numbers:
        marks = ", ".join("?" * len(numbers))
        owners = f"{table}.customer_id IN (SELECT id FROM customer WHERE org_no IN ({marks}))"
        ways.append(Sql(owners, numbers))
    either = joined(" OR ", ways)
    return Sql(f"({either.text})", either.parameters)


def _word(word: Word, table: str) -> Sql:
    # `spelled` is NULL where the text has no å ä ö é: then a literal word is not in it.
    column = "spelled" if word.literal else "folded"
    return _has(f"{table}.{column}", word.form)


ANYWHERE = 6
"""The rank of what is found as typed, but begins neither a number nor the name."""


def rank(typed: Typed, *, unmask: bool) -> Sql:
    """Return how well the customer in `s`, which has what was typed, fits; less is better.

    0 a number exactly, 2 a number's beginning, 4 the name's beginning, 6 anywhere; one more where å ä ö é are not
    spelled as typed. Number and name are compared with the whole typed text, numbers without the spaces in it.
    """
    pieces = [Sql("CASE ")]
    for condition, value in _beginnings(typed):
        pieces += [Sql("WHEN "), condition, Sql(" THEN "), value, Sql(" ")]
    return joined("", [*pieces, Sql("ELSE "), _anywhere(typed, unmask=unmask), Sql(" END")])


def ranks_of(typed: Typed) -> tuple[tuple[int, ...], ...]:
    """Return the ranks that what has `typed` may have: those of numbers, of names, and of the rest, in turn."""
    spelled = "".join(word.spelled for word in typed.words)
    numbers: tuple[int, ...] = (0, 2) if _number_is_plain(typed) else (0, 1, 2, 3)
    families = [numbers] if len(spelled) <= _LONGEST_NUMBER else []
    return (*families, *(((4, 5), (6, 7)) if _ambiguous(typed) else ((4,), (6,))))


def _number_is_plain(typed: Typed) -> bool:
    """Say whether the typed text as a number is spelled in one way only."""
    words = typed.words
    return any(word.literal for word in words) or all(_AMBIGUOUS.isdisjoint(word.spelled) for word in words)


def _beginnings(typed: Typed) -> list[tuple[Sql, Sql]]:
    """Return the conditions of the ranks before ANYWHERE in turn, each with the rank where it holds."""
    return [*_number_begins(typed), _name_begins(typed)]


def _number_begins(typed: Typed) -> list[tuple[Sql, Sql]]:
    spelled = "".join(word.spelled for word in typed.words)
    if len(spelled) > _LONGEST_NUMBER:
        return []
    literal = any(word.literal for word in typed.words)
    column = "s.spelled" if literal else "s.numbers"
    start, whole = NUMBER + spelled, NUMBER + spelled + END
    condition = Sql(f"instr({column}, ?) > 0", (start,))
    if _number_is_plain(typed):
        return [(condition, Sql(f"CASE WHEN instr({column}, ?) > 0 THEN 0 ELSE 2 END", (whole,)))]
    value = Sql(
        "CASE WHEN instr(coalesce(s.spelled, s.folded), ?) > 0 THEN 0 WHEN instr(s.numbers, ?) > 0 THEN 1"
        " WHEN instr(coalesce(s.spelled, s.folded), ?) > 0 THEN 2 ELSE 3 END",
        (whole, whole, start),
    )
    return [(condition, value)]


def _name_begins(typed: Typed) -> tuple[Sql, Sql]:
    """Return what holds where the name, with which the text begins, begins with what was typed."""
    spelled = " ".join(word.spelled for word in typed.words)
    if all(word.literal for word in typed.words):
        return _starts("s.spelled", spelled), Sql("4")
    conditions = [_starts("s.folded", " ".join(word.folded for word in typed.words))]
    place = 1
    for word in typed.words:
        if word.literal:
            conditions.append(Sql("substr(s.spelled, ?, ?) = ?", (place, len(word.spelled), word.spelled)))
        place += len(word.spelled) + 1
    condition = joined(" AND ", conditions)
    condition = Sql(f"({condition.text})", condition.parameters)
    if not _ambiguous(typed):
        return condition, Sql("4")
    as_typed = _starts("coalesce(s.spelled, s.folded)", spelled)
    return condition, Sql(f"CASE WHEN {as_typed.text} THEN 4 ELSE 5 END", as_typed.parameters)


def _starts(column: str, text: str) -> Sql:
    """Return the condition that `column` starts with `text`: quicker than `substr`, which makes a text of its own."""
    return Sql(f"{column} BETWEEN ? AND ?", (text, text + _LAST))


def _anywhere(typed: Typed, *, unmask: bool) -> Sql:
    ambiguous = _ambiguous(typed)
    if not ambiguous:
        return Sql("6")
    spelled = joined(" AND ", [_has("s.spelled", word.spelled) for word in ambiguous])
    if len(typed.words) == 1:
        return Sql(f"CASE WHEN s.spelled IS NULL OR {spelled.text} THEN 6 ELSE 7 END", spelled.parameters)
    on_line = [_has("coalesce(l.spelled, l.folded)", word.spelled) for word in ambiguous]
    line = _on_a_line(joined(" AND ", [_parts(typed, "l", unmask=unmask), *on_line]))
    own = _together(typed, "spelled")
    return Sql(
        f"CASE WHEN s.spelled IS NULL THEN 6 WHEN {spelled.text} AND ({own.text} OR {line.text}) THEN 6 ELSE 7 END",
        spelled.parameters + own.parameters + line.parameters,
    )


def _ambiguous(typed: Typed) -> list[Word]:
    return [word for word in typed.words if not word.literal and not _AMBIGUOUS.isdisjoint(word.folded)]
