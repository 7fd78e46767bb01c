"""What an operation is: declared in a slice's `api`, implemented in its `operations`, run by any register.

Operation                what a register can be asked
├── Transaction          read, write: one transaction; implemented as (UnitOfWork, *P) -> R
└── Outside              outside, stream: works with Services, no transaction of its own; (Services, *P) -> Awaitable[R]
"""

from __future__ import annotations

import inspect
import os
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cached_property
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    Literal,
    NamedTuple,
    ParamSpec,
    TypeVar,
    cast,
    get_type_hints,
)

import msgspec

from core.errors import Declared
from core.rights import Right

if TYPE_CHECKING:
    from core.services import Services
    from core.work import UnitOfWork

P = ParamSpec("P")
R = TypeVar("R")

Kind = Literal["read", "write", "outside", "stream"]


class Undo(NamedTuple):
    """How an operation is taken back: by the opposite edits, by another operation, or never, with the reason."""

    way: Literal["edits", "compensate", "never"]
    reason: str = ""


EDITS = Undo("edits")
COMPENSATE = Undo("compensate")


def never(reason: str) -> Undo:
    """Say that an operation cannot be taken back, and why."""
    return Undo("never", reason)


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What goes with every call.

    `operation_id` makes a write happen once, however often it is sent; `device` is 0 for the database itself;
    `made_at` is when the person did it (UTC); `seen_seq` the newest change the caller had seen; `session` which running
    program; `version` that of the operation.
    """

    operation_id: str
    session: str
    made_at: datetime
    device: int = 0
    seen_seq: int = 0
    version: int = 1


def new_operation_id() -> str:
    """Return an id that no other call has."""
    return os.urandom(16).hex()


_ALL: dict[str, Operation[..., Any]] = {}
_LOCK = threading.Lock()


class Operation(Generic[P, R]):
    """A declared use case: its name (for ever), route, kind, right, errors, and how it is taken back.

    `open_to_all`: it runs for callers who are not signed in, too.
    """

    def __init__(
        self,
        declaration: Callable[P, R],
        *,
        kind: Kind,
        route: str,
        name: str,
        version: int,
        needs: Right | None,
        raises: tuple[type[Declared], ...],
        undo: Undo,
        open_to_all: bool = False,
    ) -> None:
        self.declaration = declaration
        self.kind: Kind = kind
        self.method, self.path = route.split(" ", 1)
        self.name = name
        self.version = version
        self.needs = needs
        self.raises = raises
        self.undo = undo
        self.open_to_all = open_to_all
        self.__doc__ = declaration.__doc__
        self.__name__ = declaration.__name__
        self.implementation: Callable[..., Any] | None = None
        with _LOCK:
            if name in _ALL:
                raise ValueError(f"two operations are called {name}")
            _ALL[name] = self

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    @cached_property
    def signature(self) -> inspect.Signature:
        """The declared parameters."""
        return inspect.signature(self.declaration)

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The declared types, resolved, of every parameter and of "return"."""
        return get_type_hints(self.declaration, include_extras=True)

    @cached_property
    def arguments(self) -> type[msgspec.Struct]:
        """A struct of all arguments, strict, for the wire and for the hash of a receipt."""
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        for parameter in self.signature.parameters.values():
            hint = self.hints[parameter.name]
            if parameter.default is inspect.Parameter.empty:
                fields.append((parameter.name, hint))
            else:
                fields.append((parameter.name, hint, parameter.default))
        name = self.name.replace(".", "_") + "_arguments"
        # A password, or what is personal, must not come into a log by way of an error that shows what it was given.
        hiding = {"__repr__": lambda _self: f"<arguments of {self.name}>"}
        return msgspec.defstruct(name, fields, kw_only=True, frozen=True, forbid_unknown_fields=True, namespace=hiding)

    @property
    def result(self) -> Any:  # noqa: ANN401 - a type, of any kind
        """The declared return type."""
        return self.hints["return"]

    def bind(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        """Return every argument by name, defaults filled in; TypeError where the call does not fit."""
        if not args and kwargs.keys() == self.signature.parameters.keys():
            # What a server does: everything is there by name, and binding takes longer than the rest of this.
            return kwargs
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return dict(bound.arguments)


class Transaction(Operation[P, R]):
    """A read or a write: one transaction, by one actor."""

    def implement(self, function: Callable[Concatenate[UnitOfWork, P], R]) -> Callable[Concatenate[UnitOfWork, P], R]:
        """Take `function` as how this is done; it keeps its name, so other slices can call it as a function."""
        self.implementation = function
        return function

    def run(self, work: UnitOfWork, arguments: dict[str, Any]) -> R:
        """Do it inside `work`; LookupError where no implementation was loaded."""
        if self.implementation is None:
            raise LookupError(f"nobody implements {self.name}")
        return cast(R, self.implementation(work, **arguments))


class Outside(Operation[P, R]):
    """Work with services (clock, files, network), without a transaction of its own; may call reads and writes."""

    def implement(
        self, function: Callable[Concatenate[Services, P], Awaitable[R]]
    ) -> Callable[Concatenate[Services, P], Awaitable[R]]:
        """Take `function` as how this is done."""
        self.implementation = function
        return function

    def run(self, services: Services, arguments: dict[str, Any]) -> Awaitable[R]:
        """Start it; LookupError where no implementation was loaded."""
        if self.implementation is None:
            raise LookupError(f"nobody implements {self.name}")
        return cast("Awaitable[R]", self.implementation(services, **arguments))


def read(
    route: str, *, name: str, needs: Right | None = None, raises: tuple[type[Declared], ...] = (), version: int = 1
) -> Callable[[Callable[P, R]], Transaction[P, R]]:
    """Declare an operation that changes nothing."""
    return lambda declaration: Transaction(
        declaration,
        kind="read",
        route=route,
        name=name,
        version=version,
        needs=needs,
        raises=raises,
        undo=never("nothing is changed"),
    )


def write(
    route: str,
    *,
    name: str,
    undo: Undo,
    needs: Right | None = None,
    raises: tuple[type[Declared], ...] = (),
    version: int = 1,
) -> Callable[[Callable[P, R]], Transaction[P, R]]:
    """Declare an operation that changes something, and how it is taken back."""
    return lambda declaration: Transaction(
        declaration, kind="write", route=route, name=name, version=version, needs=needs, raises=raises, undo=undo
    )


def outside(
    route: str,
    *,
    name: str,
    undo: Undo,
    needs: Right | None = None,
    raises: tuple[type[Declared], ...] = (),
    version: int = 1,
    kind: Literal["outside", "stream"] = "outside",
    open_to_all: bool = False,
) -> Callable[[Callable[P, R]], Outside[P, R]]:
    """Declare an operation that works with services, or (kind "stream") with bytes in chunks.

    With `open_to_all` it runs for whoever is not signed in, too: signing in.
    """
    return lambda declaration: Outside(
        declaration,
        kind=kind,
        route=route,
        name=name,
        version=version,
        needs=needs,
        raises=raises,
        undo=undo,
        open_to_all=open_to_all,
    )


def stream(
    route: str, *, name: str, undo: Undo, needs: Right | None = None, raises: tuple[type[Declared], ...] = ()
) -> Callable[[Callable[P, R]], Outside[P, R]]:
    """Declare an operation that takes or gives bytes in chunks."""
    return outside(route, name=name, undo=undo, needs=needs, raises=raises, kind="stream")


def all_operations() -> tuple[Operation[..., Any], ...]:
    """Return every operation declared by the `api` modules that were imported, by name."""
    return tuple(_ALL[name] for name in sorted(_ALL))
