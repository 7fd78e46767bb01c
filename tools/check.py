"""Runs every check of the code, as `python3 start.py check` does, and says in a line each how it went."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def commands() -> dict[str, list[str]]:
    """Return the command of every check by its name, in the order they run: the quick ones first."""
    python = sys.executable
    imports = shutil.which("lint-imports", path=str(Path(python).parent)) or "lint-imports"
    return {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "sizes": [python, "-m", "tools.sizes"],
        "catalogues": [python, "-m", "tools.catalogues"],
        "imports": [imports, "--no-logo"],
        "types": [python, "-m", "mypy"],
    }


def run(name: str, command: list[str]) -> bool:
    """Run one check in the project's folder, print its verdict and, when it fails, all it had to say."""
    began = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", errors="replace")
    except FileNotFoundError:
        passed, output = False, f"{command[0]} is not installed: python3 start.py check installs it."
    else:
        passed, output = done.returncode == 0, done.stdout + done.stderr
    print(f"{'passed' if passed else 'FAILED'}  {name:<12}{time.perf_counter() - began:6.1f} s", flush=True)
    if not passed:
        print("\n".join(f"        {line}" for line in output.strip().splitlines()), flush=True)
    return passed


def main(names: list[str]) -> int:
    """Run the checks with these names, or all; return 0 when all pass, 1 when any fails, 2 for an unknown name."""
    known = commands()
    if unknown := [name for name in names if name not in known]:
        print(f"No such check: {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = [name for name in names or known if not run(name, known[name])]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
