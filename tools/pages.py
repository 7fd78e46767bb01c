"""Writes the pages of docs/ that come from the code, and says where they differ from it.

python -m tools.pages            writes docs/keys.md and docs/keys.sv.md
python -m tools.pages check      says which differ
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from core.text import speak
from tui.commands.keys import page

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"docs/keys.md": "en", "docs/keys.sv.md": "sv"}


def pages() -> dict[str, str]:
    """Return every page that is made: its path from the root of the project, and its text."""
    made = {}
    for path, language in LANGUAGES.items():
        speak(language)
        made[path] = page()
    return made


def differing(root: Path, made: Mapping[str, str]) -> list[str]:
    """Return the paths of pages that are not what the code makes of them."""
    return [
        path
        for path, text in made.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or `check` them; return 1 where one differs."""
    if arguments not in ([], ["check"]):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    made = pages()
    if arguments:
        differ = differing(ROOT, made)
        print(
            "\n".join(f"{path} differs from the code: python -m tools.pages" for path in differ) or "No page differs."
        )
        return 1 if differ else 0
    for path, text in made.items():
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
