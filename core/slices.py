"""The slices of the domain, in one list: where their declarations, tables and implementations lie."""

from __future__ import annotations

from importlib import import_module

DECLARATIONS = (
    "core.customers.api",
    "core.demo.api",
    "core.exchange.api",
    "core.files.api",
    "core.history.api",
    "core.imports.api",
    "core.jobs.api",
    "core.people.api",
    "core.records.api",
    "core.settings.api",
)
TABLES = (
    "core.customers.tables",
    "core.database.tables",
    "core.files.tables",
    "core.imports.tables",
    "core.jobs.tables",
    "core.people.tables",
    "core.settings.tables",
)
IMPLEMENTATIONS = (
    "core.customers.listing",
    "core.customers.operations",
    "core.demo.operations",
    "core.exchange.operations",
    "core.files.operations",
    "core.history.batches",
    "core.history.operations",
    "core.imports.operations",
    "core.jobs.operations",
    "core.people.operations",
    "core.records.checking",
    "core.records.operations",
    "core.settings.operations",
    "core.customers.undoing",
    "core.people.undoing",
    "core.settings.undoing",
)


def declare() -> None:
    """Import every declaration: what a register can be asked."""
    _import(DECLARATIONS)


def map_tables() -> None:
    """Import every table, so that the schema is whole."""
    _import(TABLES)


def implement() -> None:
    """Import every implementation; a register that runs operations itself needs them."""
    map_tables()
    _import(IMPLEMENTATIONS)


def _import(modules: tuple[str, ...]) -> None:
    for module in modules:
        try:  # TEMPORARY while slices are being written
            import_module(module)
        except (ModuleNotFoundError, ImportError) as error:
            if not str(error.name).startswith("core."):
                raise
