"""The list as it looks, in every theme and size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.snapshots.conftest import MakeApp
from tests.tui.driving import settle

SnapCompare = Callable[..., bool]


def after(*keys: str) -> Callable[[Pilot[None]], object]:
    """Return what presses keys when the list is filled, and waits until all is still."""

    async def run(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
        await settle(pilot)

    return run


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "ansi-dark", "ansi-light"])
def test_list(snap_compare: SnapCompare, make_app: MakeApp, theme: str) -> None:
    assert snap_compare(make_app(theme, active=None), terminal_size=(80, 24), run_before=after("j", "j", "j"))


@pytest.mark.parametrize(("theme", "size"), [("light", (120, 40)), ("dark", (160, 50))])
def test_list_with_the_card_beside(
    snap_compare: SnapCompare, make_app: MakeApp, theme: str, size: tuple[int, int]
) -> None:
    assert snap_compare(make_app(theme, active=None), terminal_size=size, run_before=after("j", "j", "j"))


def test_typing(snap_compare: SnapCompare, make_app: MakeApp) -> None:
    assert snap_compare(make_app("light"), terminal_size=(80, 24), run_before=after("slash", "e", "k"))


def test_nothing_found(snap_compare: SnapCompare, make_app: MakeApp) -> None:
    keys = ["slash", *"brf", "space", *"ekbacken", "space", *"sala"]
    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=after(*keys))


def test_filters(snap_compare: SnapCompare, make_app: MakeApp) -> None:
    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=after("f", "j", "space"))


def test_a_question(snap_compare: SnapCompare, make_app: MakeApp) -> None:
    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=after("s"))
