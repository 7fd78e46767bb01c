"""How users sign in: passwords and tokens; and indexes that tell quickly whose changes are whose."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the two tables, nobody has a password or is signed in, and the indexes."""
    _credential()
    _token()
    _access()


def _credential() -> None:
    op.create_table(
        "credential",
        sa.Column("user", Id, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_credential_user_user")),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_credential")),
    )


def _token() -> None:
    op.create_table(
        "token",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("user", Id, nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("device_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_token_user_user")),
    )
    op.create_index(op.f("ix_token_user"), "token", ["user"], unique=False)


def _access() -> None:
    op.create_index("ix_access_customer_user", "access", ["customer", "user"], unique=False)
    op.create_index("ix_access_gained_seq", "access", ["gained_seq"], unique=False)
    op.create_index(
        "ix_access_lost_seq", "access", ["lost_seq"], unique=False, sqlite_where=sa.text("lost_seq IS NOT NULL")
    )
