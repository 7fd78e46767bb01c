"""Rebuilds a table that others point at."""

import sqlalchemy as sa
from alembic import op

revision = "t001"
down_revision = "t000"


def upgrade() -> None:
    """Give persons a mobile."""
    with op.batch_alter_table("person", recreate="always") as batch:
        batch.add_column(sa.Column("mobile", sa.Text(), nullable=False, server_default=""))
