"""The tests' first revision: a register with `person`, made by the test."""

revision = "t000"
down_revision = None


def upgrade() -> None:
    """Change nothing: the test makes the tables."""
