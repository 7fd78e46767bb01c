"""What the tests of the commands share: a register in use, and calls inside this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from core.customers.api import create_customer
from core.customers.views import Address, Contact, CustomerDraft
from core.local import open_local
from core.places import places, sqlite_path, sqlite_url
from core.records.api import take_ids
from tests.conftest import StandingClock
from tui.__main__ import main


class Said(NamedTuple):
    """What a call came to: its exit code, its answer and what it said beside it."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Say = Callable[..., Said]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Return what makes a call, in English and as the administrator "anna"."""
    monkeypatch.setenv("LOGNAME", "anna")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "KUNDKORT_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str) -> Said:
        code = main(words)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
async def in_use(empty_register: Path) -> Path:
    """Put a register with three customers where the commands look for one, and return its file."""
    path = sqlite_path(places().register_url)
    path.parent.mkdir(parents=True)
    shutil.copy(empty_register, path)
    register = await open_local(sqlite_url(path), user="anna", session="test", clock=StandingClock())
    first, _last = await register(take_ids, 10)
    for draft in drafts(first):
        await register(create_customer, draft)
    await register.close()
    return path


def drafts(first: int) -> tuple[CustomerDraft, ...]:
    """Return three customers: a co-operative with everything, one that is inactive, a person with an odd name.

    `first` is the first of four ids.
    """
    ida = Contact(
        id=first, name="Ida Berg", role="Ordförande", phone="021-12 34 56", email="ida@example.se", send_protocol=True
    )
    ekbacken = CustomerDraft(
        id=first + 1,
        number="10001",
        name="Brf Ekbacken",
        org_no="769612-3459",
        visiting=Address(row1="Ekvägen 1", postcode="723 55", city="Västerås"),
        comment="Ring först.\nNyckel i receptionen.",
        contacts=(ida,),
        always_invoice=True,
    )
    bakery = CustomerDraft(id=first + 2, number="10002", name="Ekbergs Bageri AB", active=False)
    person = CustomerDraft(id=first + 3, number="10003", name="[/b] =1+1", type="private", org_no="19950323-2390")
    return ekbacken, bakery, person
