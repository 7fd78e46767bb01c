"""start.py: refusals in plain words, set up once, and nothing taken for whole that is not; no package is installed here."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return start.py as a module that works in a folder of its own."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(module, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(module, "MARKER", tmp_path / ".venv" / "kundkort-set-up")
    return module


@pytest.fixture
def steps(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Let steps of the set-up only be noted; making the environment makes its folder."""
    noted: list[list[str]] = []

    def step(command: list[str], _failure: str) -> None:
        noted.append(command)
        if "venv" in command:
            start.BIN.mkdir(parents=True)
            (start.BIN / "python").touch()

    monkeypatch.setattr(start, "run_step", step)
    return noted


def test_an_old_python_can_read_it() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_an_old_python_is_refused_in_plain_words(start: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(start.Refusal, match=re.escape(".".join(map(str, version)))):
        start.refuse_old_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_not_refused(start: ModuleType, version: tuple[int, int]) -> None:
    start.refuse_old_python(version)


def test_it_is_set_up_once(start: ModuleType, steps: list[list[str]]) -> None:
    start.set_up("")
    assert any("venv" in step for step in steps)
    assert steps[-1][-1] == "."
    steps.clear()
    start.set_up("")
    assert steps == []
    start.set_up("dev")
    assert [step[-1] for step in steps] == [".[dev]"]
    steps.clear()
    start.set_up("")
    start.set_up("dev")
    assert steps == []


def test_other_dependencies_are_installed_into_the_environment_there_is(
    start: ModuleType, steps: list[list[str]]
) -> None:
    start.set_up("")
    steps.clear()
    with (start.ROOT / "constraints.txt").open("a", encoding="utf-8") as file:
        file.write("another==1\n")
    start.set_up("")
    assert len(steps) == 1
    assert "install" in steps[0]


def test_another_python_or_place_gets_an_environment_anew(
    start: ModuleType, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    start.set_up("")
    steps.clear()
    monkeypatch.setattr(sys, "base_prefix", "/somewhere/else")
    start.set_up("")
    assert any("venv" in step for step in steps)


def test_a_half_made_environment_is_never_taken_for_a_whole_one(
    start: ModuleType, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_command: list[str], failure: str) -> None:
        raise start.Refusal(failure)

    noting = start.run_step
    start.set_up("")
    (start.ROOT / "constraints.txt").write_text("other==1\n", encoding="utf-8")
    monkeypatch.setattr(start, "run_step", fail)
    with pytest.raises(start.Refusal):
        start.set_up("")
    assert not start.MARKER.exists()
    monkeypatch.setattr(start, "run_step", noting)
    steps.clear()
    start.set_up("")
    assert steps


@pytest.mark.parametrize(
    ("has", "pip", "works"),
    [
        ({"venv", "ensurepip"}, None, True),
        ({"venv"}, ["python", "-m", "pip"], True),
        ({"venv"}, None, False),
        ({"ensurepip"}, ["python", "-m", "pip"], False),
        (set(), None, False),
    ],
)
def test_debians_python_without_ensurepip_works_when_it_has_pip(
    start: ModuleType,
    steps: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    has: set[str],
    pip: list[str] | None,
    works: bool,
) -> None:
    monkeypatch.setattr(start, "has", has.__contains__)
    monkeypatch.setattr(start, "outer_pip", lambda: pip)
    if not works:
        with pytest.raises(start.Refusal, match="python3-venv"):
            start.set_up("")
        return
    start.set_up("")
    assert ("--without-pip" in steps[0]) == (pip is not None)
    assert ("--python" in steps[1]) == (pip is not None)


@pytest.mark.parametrize(
    ("version", "usable"),
    [("22.3", True), ("26.1.2", True), ("23.0.1+debian", True), ("22.2.9", False), ("9.0.3", False)],
)
def test_only_a_pip_that_can_serve_another_python_is_used(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, version: str, usable: bool
) -> None:
    monkeypatch.setattr(start, "has", lambda _name: True)
    monkeypatch.setattr("importlib.metadata.version", lambda _name: version)
    assert (start.outer_pip() is not None) == usable


@pytest.mark.parametrize(
    ("arguments", "extra", "command"),
    [
        ([], "postgres,server", ["kundkort"]),
        (["demo"], "postgres,server", ["kundkort", "demo"]),
        (["find", "x", "--json"], "postgres,server", ["kundkort", "find", "x", "--json"]),
        (["test"], "dev", ["python", "-m", "pytest", "-n", "auto"]),
        (["test", "tests/core", "-x"], "dev", ["python", "-m", "pytest", "tests/core", "-x"]),
        (["check", "lint"], "dev", ["python", "-m", "tools.check", "lint"]),
    ],
)
def test_what_it_becomes(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, arguments: list[str], extra: str, command: list[str]
) -> None:
    asked: list[str] = []
    became: list[list[str]] = []

    def become(words: list[str]) -> int:
        became.append(words)
        return 0

    monkeypatch.setattr(start, "set_up", asked.append)
    monkeypatch.setattr(start, "become", become)
    monkeypatch.chdir(start.ROOT)
    assert start.main(arguments) == 0
    assert asked == [extra]
    assert [Path(became[0][0]).name, *became[0][1:]] == command


def test_what_cannot_be_set_up_ends_with_3_and_says_why(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_extra: str) -> None:
        raise start.Refusal("This Python lacks venv.")

    monkeypatch.setattr(start, "set_up", refuse)
    assert start.main([]) == 3
    assert capsys.readouterr().err == "This Python lacks venv.\n"


def test_a_failed_step_is_told_in_its_own_words(start: ModuleType) -> None:
    with pytest.raises(start.Refusal, match="because"):
        start.run_step([sys.executable, "-c", "raise SystemExit(1)"], "because")
    start.run_step([sys.executable, "-c", "pass"], "because")


def test_constraints_are_exact_names_and_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        assert line.startswith("#") or re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line), line
    names = [re.sub("[-_.]+", "-", line.partition("==")[0]).lower() for line in lines if "==" in line]
    assert len(names) == len(set(names))


def test_every_dependency_is_held_by_a_constraint() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(text for extra in project["optional-dependencies"].values() for text in extra),
    ]
    held = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    names = {re.split(r"[^\w.-]", text)[0].lower() for text in wanted if "sys_platform" not in text}
    assert names - {"kundkort"} <= held
