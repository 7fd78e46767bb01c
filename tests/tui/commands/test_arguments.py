"""The command line: options anywhere, one language throughout, and complaints that say how to get help."""

from __future__ import annotations

from datetime import date

import pytest

from core.text import speak
from tui.commands.arguments import COMMANDS, parse
from tui.commands.run import DONE_BY
from tui.commands.said import THEMES, Arguments

NEEDED: dict[str, list[str]] = {
    "open": ["x.sqlite"],
    "import": ["x.csv"],
    "find": ["berg"],
    "show": ["10001"],
    "template": ["x.xlsx"],
    "user": ["list"],
    "backup": ["x.sqlite"],
    "restore": ["x.sqlite"],
    "copy": ["x.sqlite", "y.sqlite"],
}
"""What a command can't do without."""
COMMON = ["--register", "r.sqlite", "--user", "per", "--today", "2026-11-24", "--json"]
SCREEN = ["--language", "sv", "--theme", "light", "--color", "256", "--ascii", "--no-mouse"]


def common(arguments: Arguments) -> tuple[object, ...]:
    return (
        arguments.register,
        arguments.user,
        arguments.today,
        arguments.json,
        arguments.language,
        arguments.theme,
        arguments.color,
        arguments.ascii,
        arguments.no_mouse,
    )


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_common_options_stand_before_or_after_every_command(name: str) -> None:
    call = [name, *NEEDED.get(name, [])]
    before, after = parse([*COMMON, *SCREEN, *call]), parse([*call, *COMMON, *SCREEN])
    assert common(before) == common(after)
    assert common(before) == ("r.sqlite", "per", date(2026, 11, 24), True, "sv", "light", "256", True, True)
    assert before.command == after.command == name


def test_every_command_is_done_by_something() -> None:
    assert {command.name for command in COMMANDS} | {""} == set(DONE_BY)


def test_without_a_command_the_register_in_use_is_opened() -> None:
    assert parse([]).command == ""
    assert parse(["--ascii"]).command == ""


def test_the_themes_are_those_of_the_interface() -> None:
    from tui.theme import PALETTES

    assert set(THEMES) == set(PALETTES)


def test_find_takes_many_words() -> None:
    assert parse(["find", "brf", "eken", "--limit", "1 000"]).limit == 1000
    assert parse(["find", "brf", "eken"]).text == ["brf", "eken"]
    assert parse(["find", "--", "-x"]).text == ["-x"]


@pytest.mark.parametrize(
    "call",
    [
        ["fnd"],
        ["find"],
        ["find", "x", "--limit", "0"],
        ["find", "x", "--limit", "many"],
        ["find", "x", "--limit", "1", "--all"],
        ["--today", "24/11", "check"],
        ["--language", "fi", "check"],
        ["--lang", "sv", "check"],
        ["demo", "--customers", "1000001"],
        ["user"],
        ["show"],
        ["check", "more"],
        ["--theme", "pink"],
    ],
)
def test_a_wrong_call_ends_with_2_and_says_how_to_get_help(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(call)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert "--help" in said.err


def test_what_it_repeats_of_a_wrong_call_does_nothing_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["check", "\x1b[31m\u202e"])
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_help_is_in_the_language_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    speak("sv")
    with pytest.raises(SystemExit) as ended:
        parse(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "användning: kundkort" in said
    for english in ("usage:", "options:", "Commands", "show this help message", "exit"):
        assert english not in said


def test_every_text_of_the_help_has_a_swedish_one(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        texts = []
        for language in ("en", "sv"):
            speak(language)
            with pytest.raises(SystemExit):
                parse([command.name, "--help"])
            texts.append(set(capsys.readouterr().out.splitlines()) - {""})
        assert texts[0].isdisjoint(texts[1])


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    with pytest.raises(SystemExit) as ended:
        parse(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"kundkort {version('kundkort')}\n"
