"""What the real program sends while one marks: the row, the next one, and what is counted in the two lines below."""

from __future__ import annotations

from tests.terminal.conftest import OpenDemo

MARKED = 400
"""Bytes for one more marked customer at 80 × 24; the first one changes all the keys too."""


def test_marking_costs_hardly_more_than_moving(open_demo: OpenDemo) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        assert terminal.cost_of(" ") <= 600, "the first one: the keys are about marked customers from now on"
        for _n in range(3):
            assert terminal.cost_of(" ") <= MARKED
        assert terminal.cost_of("down") <= MARKED
