"""Holds files and functions short enough to keep in the head, and every module to saying what lives in it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("core", "tui", "locales", "tests", "benchmarks", "tools")
LONGEST_FILE = 320
LONGEST_FUNCTION = 45

WRITTEN_BY_TOOLS = "core/database/migrations/versions/"
"""Migrations: Alembic writes them, once, and they are never edited."""
EXCEPTIONS: dict[str, str] = {}
"""What may be longer: "path" or "path::function" (a method as Class.method), and why it is better whole."""


def files(root: Path) -> Iterator[Path]:
    """Yield every Python file of the project under `root`, in order."""
    yield from sorted(root.glob("*.py"))
    for folder in FOLDERS:
        yield from sorted((root / folder).rglob("*.py"))


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, int, int]]:
    """Yield (qualified name, first line, lines without the docstring) of every function in `tree`, the inner ones too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1 - docstring(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")
        else:
            yield from functions(node, prefix)


def docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the docstring of a function takes."""
    if ast.get_docstring(node, clean=False) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def faults(root: Path, exceptions: dict[str, str]) -> list[str]:
    """Return a line for each file or function that is too long, each module that says nothing, each idle exception."""
    found: list[str] = []
    used: set[str] = set()
    for file in files(root):
        path = file.relative_to(root).as_posix()
        if path.startswith(WRITTEN_BY_TOOLS):
            continue
        source = file.read_text(encoding="utf-8")
        tree = ast.parse(source, path)
        if source.strip() and ast.get_docstring(tree) is None:
            found.append(f"{path}: has no docstring that says what lives here")
        too_long = (
            [(path, f"{path}: {lines} lines, at most {LONGEST_FILE}")]
            if (lines := len(source.splitlines())) > LONGEST_FILE
            else []
        )
        for name, line, lines in functions(tree):
            if lines > LONGEST_FUNCTION:
                too_long.append(
                    (f"{path}::{name}", f"{path}:{line}: {name} has {lines} lines, at most {LONGEST_FUNCTION}")
                )
        used.update(key for key, _ in too_long if key in exceptions)
        found.extend(fault for key, fault in too_long if key not in exceptions)
    found.extend(f"{key}: is short now, take its exception away" for key in exceptions if key not in used)
    return found


def main() -> int:
    """Print what is too long; return 1 when anything is."""
    found = faults(ROOT, EXCEPTIONS)
    print("\n".join(found) or "Files and functions are short enough.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
