"""How our SQL is spoken to PostgreSQL: text compared byte by byte, and the statements of `core.database` translated."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.types import TypeEngine

NAME = "postgresql+kundkort"
"""What `create_engine` knows the dialect by."""

_TEXT = 'TEXT COLLATE "C"'
_DIFFERENCES = (
    (re.compile(r"%"), "%%"),
    (re.compile(r"\?"), "%s"),
    (re.compile(r"\binstr\("), "strpos("),
    (re.compile(r"\bx''"), "''::bytea"),
    (re.compile(r" NOT INDEXED\b"), ""),
)


@lru_cache(maxsize=2048)
def translated(statement: str) -> str:
    """Return a statement of ours, which has "?" for its parameters and is SQLite's, as psycopg and PostgreSQL take it.

    No statement has a "?" in a text of its own: what is looked for is always a parameter.
    """
    for pattern, ours in _DIFFERENCES:
        statement = pattern.sub(ours, statement)
    return statement


class _Types(PGTypeCompiler):
    """Every text column is without a length, which SQLite does not hold us to either, and ordered by its bytes.

    The collation of a server may change with its operating system, and then its indexes are wrong.
    """

    def process(self, type_: TypeEngine[Any], **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
        """Return the type in SQL; the collation belongs to columns, a cast takes none."""
        made: str = super().process(type_, **kw)
        if isinstance(kw.get("type_expression"), Column) and made.startswith(("VARCHAR", "TEXT")):
            return _TEXT
        return made


class RegisterDialect(PGDialect_psycopg):
    """SQLAlchemy's own dialect with our types and our spelling."""

    driver = "kundkort"
    supports_statement_cache = True
    type_compiler_cls = _Types

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ANN401
        """Run a statement; one that SQLAlchemy has not compiled is ours."""
        cursor.execute(_spoken(statement, context), parameters)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ANN401
        """Run a statement for many rows."""
        cursor.executemany(_spoken(statement, context), parameters)


def _spoken(statement: str, context: Any) -> str:  # noqa: ANN401 - SQLAlchemy's execution context
    return statement if context is not None and context.compiled is not None else translated(statement)


def register_dialect() -> Dialect:
    """Return the dialect on its own, to compile statements by."""
    dialect: Any = RegisterDialect
    made: Dialect = dialect()
    return made


registry.register(NAME.replace("+", "."), __name__, RegisterDialect.__name__)
