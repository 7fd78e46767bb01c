"""Migrations of the schema, Alembic's; run by `core.database.upgrade` and never at a normal start."""
