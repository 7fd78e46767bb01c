"""The slices of the domain, in one list: where their declarations, tables and implementations lie."""

from __future__ import annotations

from importlib import import_module

DECLARATIONS = (
    "core.bulk.api",
    "core.customers.api",
    "core.demo.api",
    "core.exchange.api",
    "core.files.api",
    "core.history.api",
    "core.imports.api",
    "core.jobs.api",
    "core.list_views.api",
    "core.people.api",
    "core.records.api",
    "core.settings.api",
)
TABLES = (
    "core.customers.list_tables",
    "core.customers.tables",
    "core.database.tables",
    "core.files.tables",
    "core.imports.tables",
    "core.jobs.tables",
    "core.list_views.tables",
    "core.people.tables",
    "core.settings.tables",
)
_UNDOERS = (
    "core.customers.undoing",
    "core.list_views.undoing",
    "core.people.undoing",
    "core.settings.undoing",
)
IMPLEMENTATIONS: dict[str, tuple[str, ...]] = {
    "customers": ("core.customers.operations",),
    "customers.bulk_refusals": ("core.bulk.operations",),
    "customers.change_many": ("core.bulk.operations",),
    "customers.by_number": ("core.customers.reading",),
    "customers.choices": ("core.customers.listing",),
    "customers.count": ("core.customers.listing",),
    "customers.count_among": ("core.bulk.operations",),
    "customers.get": ("core.customers.reading",),
    "customers.list": ("core.customers.listing",),
    "customers.rows": ("core.customers.chosen",),
    "customers.twins": ("core.customers.twins",),
    "customers.preview_bulk": ("core.bulk.operations",),
    "customers.selected": ("core.bulk.operations",),
    "demo": ("core.demo.operations",),
    "exchange": ("core.exchange.operations",),
    "exports": ("core.exchange.shown.operations",),
    "files": ("core.files.operations",),
    "history": ("core.history.operations", *_UNDOERS),
    "history.undo_batch": ("core.history.batches", *_UNDOERS),
    "imports": ("core.imports.operations", *_UNDOERS),
    # Who goes on with a job needs what the job does.
    "jobs": (
        "core.jobs.operations",
        "core.bulk.operations",
        "core.exchange.shown.operations",
        "core.imports.operations",
    ),
    "list_views": ("core.list_views.operations",),
    "list_views.list": ("core.list_views.reading",),
    "people": ("core.people.operations",),
    "people.me": ("core.people.oneself",),
    "people.end_all_sign_ins": ("core.people.signing_in",),
    "people.end_sign_in": ("core.people.signing_in",),
    "people.set_password": ("core.people.signing_in",),
    "people.sign_in": ("core.people.signing_in",),
    "people.sign_ins": ("core.people.signing_in",),
    "people.sign_out": ("core.people.signing_in",),
    "records": ("core.records.operations",),
    "records.check": ("core.records.checking",),
    "settings": ("core.settings.operations",),
    "settings.get": ("core.settings.reading",),
}
"""An operation, or all others of a slice, -> the modules that do it; they are imported when it is first asked for."""


def declare() -> None:
    """Import every declaration: what a register can be asked."""
    _import(DECLARATIONS)


def map_tables() -> None:
    """Import every table, so that the schema is whole."""
    _import(TABLES)


def implement(operation: str) -> None:
    """Import what does the operation of that name; LookupError where no slice has it."""
    slice_name = operation.partition(".")[0]
    modules = IMPLEMENTATIONS.get(operation) or IMPLEMENTATIONS.get(slice_name)
    if modules is None:
        raise LookupError(f"nobody implements {operation}")
    _import(modules)


def implement_all() -> None:
    """Import every implementation and every table."""
    map_tables()
    for modules in IMPLEMENTATIONS.values():
        _import(modules)


def _import(modules: tuple[str, ...]) -> None:
    for module in modules:
        import_module(module)
