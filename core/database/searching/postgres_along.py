"""Along an index of the list in PostgreSQL, looking at the texts: put so that the planner has nothing to choose.

It takes the condition on a rank for one that hardly any row holds, and would rather look at every text, or fetch a whole
range and sort it. The rows are therefore a select of their own, in their order, and the text of each is another, done
for one row after the other until enough is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.database.searching.asking import SHOW, Search, active_of, where
from core.database.searching.matching import Sql, joined, rank


class Row(NamedTuple):
    """Which rows are looked at: the columns of an order (of `r`, the id last), conditions on `r`, and how many at most.

    `table`: what stands after FROM, with `r` in it.
    """

    columns: Sequence[str]
    bounds: Sequence[Sql]
    backwards: bool
    most: int | None = None
    table: str = "customer_row r"


def ranked(search: Search, rows: Row, *, ranks: tuple[int, ...], text: Sql | None, limit: int) -> Sql:
    """Return the select of up to `limit` rows that hold `search` and have one of `ranks`: SHOWN, the rank, the columns.

    `text`: the condition on `s` that it has what was typed, where the rank alone does not say so.
    """
    inner, order = ", ".join(rows.columns), _order(rows.columns, rows.backwards)
    outer = [column.replace("r.", "k.") for column in rows.columns]
    value = rank(search.typed, unmask=search.unmask)
    some = Sql(" OFFSET 0") if rows.most is None else Sql(" LIMIT ?", (rows.most,))
    # Each select names the one that it is to come after: filters before texts, and what is shown last where there are none.
    first, second = ("k.customer_id", "r.customer_id") if search.filtered else ("t.label", "k.customer_id")
    row = [
        Sql(" CROSS JOIN LATERAL (SELECT * FROM customer_row r WHERE "),
        where([Sql(f"r.customer_id = {first}"), *search.conditions()]),
        Sql(" OFFSET 0) r"),
    ]
    texts = [
        Sql(" CROSS JOIN LATERAL (SELECT s.label, "),
        value,
        Sql(" AS rank FROM customer_search s WHERE "),
        where([Sql(f"s.label = {second}"), *([text] if text else [])]),
        Sql(" OFFSET 0) t"),
    ]
    pieces = [
        Sql(f"SELECT {SHOW}, t.rank, {', '.join(outer)} FROM (SELECT {inner} FROM {rows.table} WHERE "),
        where([*rows.bounds, *active_of(search.query)]),
        Sql(order),
        some,
        Sql(") k"),
        *(row + texts if search.filtered else texts + row),
        Sql(f" WHERE t.rank IN ({', '.join(map(str, ranks))}){_order(outer, rows.backwards)} LIMIT ?"),
    ]
    found = joined("", pieces)
    return Sql(found.text, (*found.parameters, limit))


def _order(columns: Sequence[str], backwards: bool) -> str:
    return f" ORDER BY {', '.join(column + ' DESC' * backwards for column in columns)}"
