"""What every test of the interface begins with: signs as they are drawn, whatever an earlier test set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tui.signs import use_ascii


@pytest.fixture(autouse=True)
def drawn_signs() -> Iterator[None]:
    """Write signs as they are drawn, before and after."""
    use_ascii(False)
    yield
    use_ascii(False)
