"""Fails when half of it is done."""

from alembic import op

revision = "t002"
down_revision = "t001"


def upgrade() -> None:
    """Take a table away, then fail."""
    op.drop_table("phone")
    raise LookupError("half-way")
