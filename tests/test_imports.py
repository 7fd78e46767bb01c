"""What is imported when: core knows no screen, commands open no screen and no database, nothing is translated at import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def modules_of(*folders: str) -> list[str]:
    """Return the dotted names of every module in folders of the project."""
    found = []
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts and parts[-1] != "__main__":
                found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def run(code: str) -> str:
    """Run code in a Python of its own and return what it printed."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded_after(code: str) -> set[str]:
    """Return the top names of all modules that are loaded when `code` has run."""
    names = json.loads(run(f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"))
    return {str(name).partition(".")[0] for name in names}


def importing(modules: list[str]) -> str:
    return "from importlib import import_module\n" + "\n".join(f"import_module({name!r})" for name in modules)


def test_core_brings_no_screen() -> None:
    # httpx brings its own command line, which is drawn with rich; one module imports httpx.
    ours = [name for name in modules_of("core") if name != "core.remote.web"]
    assert loaded_after(importing(ours)) & {"textual", "rich", "tui"} == set()


def test_declarations_views_rules_and_values_bring_no_database() -> None:
    named = [name for name in modules_of("core") if name.rpartition(".")[2] in ("api", "views", "rules")]
    named += [name for name in modules_of("core") if name.startswith("core.values")]
    named += ["core.errors", "core.text", "core.words", "core.register", "core.places", "core.operation", "core.upkeep"]
    assert loaded_after(importing(named)) & {"sqlalchemy", "textual", "rich"} == set()


def test_the_interface_brings_no_database() -> None:
    assert "sqlalchemy" not in loaded_after(importing(modules_of("tui")))


def test_commands_bring_neither_screen_nor_database() -> None:
    named = ["tui.__main__", *(name for name in modules_of("tui") if name.startswith("tui.commands"))]
    assert loaded_after(importing(named)) & {"textual", "sqlalchemy", "alembic", "phonenumbers"} == set()


CALLS: tuple[list[str], ...] = (
    ["find", "x"],
    ["find", "x", "--json"],
    ["show", "10001"],
    ["check"],
    ["settings"],
    ["user", "list"],
    ["export"],
    ["template", "t.xlsx"],
    ["import", "t.xlsx", "--dry-run"],
    ["backup", "b.sqlite"],
    ["restore", "b.sqlite", "--yes"],
    ["upgrade"],
    ["keys"],
    ["keys", "--markdown"],
    ["--help"],
    ["--version"],
    ["fnd"],
    [],
    ["demo"],
    ["open", "other.sqlite"],
)


def test_nothing_but_the_screen_imports_textual(tmp_path: Path) -> None:
    code = (
        "import contextlib, io, os, sys\n"
        f"os.chdir({str(tmp_path)!r}); sys.path.insert(0, {str(ROOT)!r})\n"
        "from tui.__main__ import main\n"
        f"for call in {CALLS!r}:\n"
        "    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()\n"
        "    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):\n"
        "        code = main(call)\n"
        "    print(call, code)\n"
        "    assert 'textual' not in sys.modules, call\n"
    )
    assert len(run(code).splitlines()) == len(CALLS)


def test_nothing_is_translated_while_modules_are_imported() -> None:
    code = (
        "import core.text\n"
        "def refuse(self, *texts):\n"
        "    raise AssertionError(f'translated at import: {texts}')\n"
        "core.text.Speech.text = core.text.Speech.plural = refuse\n"
        "core.text.customer_text = refuse\n"
    )
    run(code + importing([name for name in modules_of("core", "tui") if name != "core.text"]))


def test_packages_import_nothing() -> None:
    for package in ("core", "tui", "locales"):
        assert loaded_after(f"import {package}") & {"msgspec", "textual", "sqlalchemy", "babel"} == set()
