"""The contract of every kind of register: every operation, every error it says it raises, every right it needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.errors import Declared, Refused
from core.local import LocalRegister
from core.operation import Operation, all_operations
from core.register import Register
from core.rights import Right
from core.slices import declare, implement_all
from tests.conftest import OpenAs
from tests.contract.cases import GOES_WELL
from tests.contract.failures import FAILS
from tests.contract.kinds import KINDS

declare()
implement_all()
OPERATIONS = {operation.name: operation for operation in all_operations()}
HARD_TO_MAKE = {
    ("customers.delete", "Invalid"): "nothing can hang on a customer yet: tests/core/customers has one that does",
    ("history.put_back", "Conflict"): "only when somebody saves between its look and its edit",
    ("imports.undo", "Conflict"): "what was edited since is kept and named",
}
"""What is declared for what comes, or happens between two steps of one call."""


@pytest.fixture(params=sorted(KINDS))
async def any_register(request: pytest.FixtureRequest, register: LocalRegister) -> AsyncIterator[Register]:
    """Return a register of each kind."""
    async with KINDS[request.param](request) as opened:
        yield opened


def test_every_operation_has_a_case_and_an_implementation() -> None:
    assert set(GOES_WELL) == set(OPERATIONS)
    assert [name for name, operation in OPERATIONS.items() if operation.implementation is None] == []


def test_every_declared_error_has_a_case() -> None:
    declared = {(name, error.__name__) for name, operation in OPERATIONS.items() for error in operation.raises}
    cases = {(name, error.__name__) for name, error in FAILS}
    assert declared - cases == set(HARD_TO_MAKE)
    assert cases <= declared


@pytest.mark.parametrize("name", sorted(GOES_WELL))
async def test_it_goes_well(any_register: Register, name: str) -> None:
    await GOES_WELL[name](any_register)


@pytest.mark.parametrize(("name", "error"), sorted(FAILS, key=str), ids=lambda value: getattr(value, "__name__", value))
async def test_it_fails_as_declared(any_register: Register, name: str, error: type[Declared]) -> None:
    with pytest.raises(error):
        await FAILS[name, error](any_register)


@pytest.mark.parametrize("name", sorted(name for name, operation in OPERATIONS.items() if operation.needs is not None))
async def test_it_is_refused_without_its_right(open_as: OpenAs, name: str) -> None:
    operation = OPERATIONS[name]
    assert operation.needs is not None
    per = await open_as("per", without=(operation.needs,))
    with pytest.raises(Refused) as refused:
        await call_anyhow(per, operation)
    assert refused.value.params["right"] == operation.needs.value


async def call_anyhow(register: Register, operation: Operation[..., Any]) -> None:
    """Call an operation with arguments of the right types; it must refuse before it looks at them."""
    from tests.contract.samples import sample

    arguments = {name: sample(operation.hints[name]) for name in operation.signature.parameters}
    answer = await register(operation, **arguments)
    if isinstance(answer, AsyncIterator):
        async for _piece in answer:
            break


def test_names_are_for_ever() -> None:
    names = sorted(OPERATIONS)
    assert all(name.count(".") == 1 and name == name.lower() for name in names)
    routes = [(operation.method, operation.path) for operation in OPERATIONS.values()]
    assert len(set(routes)) == len(routes)


def test_what_the_path_names_is_a_parameter() -> None:
    import re

    for operation in OPERATIONS.values():
        named = set(re.findall(r"{(\w+)}", operation.path))
        assert named <= set(operation.signature.parameters), operation


def test_reads_over_get_take_scalars_only() -> None:
    for operation in OPERATIONS.values():
        if operation.method == "GET" and operation.kind == "read":
            for name in operation.signature.parameters:
                hint = operation.hints[name]
                assert hint in (int, str, bool) or "tuple[str, ...]" in str(hint), (operation, name)


def test_rights_of_operations_exist() -> None:
    assert {operation.needs for operation in OPERATIONS.values() if operation.needs} <= set(Right)
