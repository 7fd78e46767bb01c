"""The list and the search: a row for the list beside the text, words, blocks and the index; and named views of the list."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_SIGNS = r"""!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~"""
_MATCH = (
    "CREATE VIRTUAL TABLE customer_match USING fts5"
    f"(t, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '{_SIGNS}'\")"
)
# A write puts together a few pages itself; left to itself SQLite does nothing for long, and then very much at once.
_SETTINGS = (
    "INSERT INTO customer_match (customer_match, rank) VALUES ('automerge', 0)",
    "INSERT INTO customer_match (customer_match, rank) VALUES ('crisismerge', 64)",
)
_FILE = (
    _MATCH,
    *_SETTINGS,
    "CREATE VIRTUAL TABLE search_terms USING fts5vocab (customer_match, row)",
    "CREATE TABLE search_common (spelled TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (spelled)) WITHOUT ROWID",
    "CREATE INDEX ix_search_common_folded ON search_common (folded)",
    "CREATE TABLE search_stop (character TEXT NOT NULL, PRIMARY KEY (character)) WITHOUT ROWID",
    "CREATE TABLE search_size (term TEXT NOT NULL, customers INTEGER NOT NULL, PRIMARY KEY (term)) WITHOUT ROWID",
)
_POSTGRES = (
    "CREATE INDEX ix_customer_row_city_spelled ON customer_row (city_spelled, name_key, customer_id)",
    "CREATE INDEX ix_customer_row_place ON customer_row (customer_id, active, name_key)",
    "CREATE OR REPLACE FUNCTION search_grams(spelled text, digits text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT"
    " PARALLEL SAFE COST 10000 RETURN array_to_tsvector(array_remove(string_to_array("
    r"regexp_replace((spelled || translate(digits, '0123456789', 'ABCDEFGHIJ')), '...', '\&' || chr(1), 'g') || chr(1) || "
    "regexp_replace(substr((spelled || translate(digits, '0123456789', 'ABCDEFGHIJ')), 2), '...',"
    r" '\&' || chr(1), 'g') || chr(1) || "
    "regexp_replace(substr((spelled || translate(digits, '0123456789', 'ABCDEFGHIJ')), 3), '...',"
    r" '\&' || chr(1), 'g'), chr(1)), ''))",
    "CREATE INDEX IF NOT EXISTS ix_customer_search_grams ON customer_search"
    " USING gin (search_grams(coalesce(spelled, folded), digits)) WITH (fastupdate = off)",
    "ALTER INDEX ix_customer_search_grams ALTER COLUMN 1 SET STATISTICS 0",
)
# Not ready: whoever upgrades fills what is derived, once every table is as today's program knows it.
_STATE = "INSERT INTO search_state (id, generation, ready, words, first) VALUES (1, 1, FALSE, 0, 256)"

# Sharing views is a right of its own: whoever edits customers has it from the start, as a new user has.
_SHARING = (
    'INSERT INTO user_right (id, seq, "user", "right") SELECT f.device * 4294967296 + f.counter + row_number() OVER'
    """ (ORDER BY r.id), f.seq, r."user", 'view.share' FROM user_right r, feed f"""
    """ WHERE r."right" = 'customer.edit' AND r.removed_seq IS NULL""",
    """UPDATE feed SET counter = counter + (SELECT count(*) FROM user_right WHERE "right" = 'view.share')""",
)


def upgrade() -> None:
    """Make the tables, empty: what stood in the old one is made anew of the customers."""
    op.drop_table("customer_search")
    op.execute("DELETE FROM customer_search_line")
    _contact()
    _customer_row()
    _customer_search()
    _customer_block()
    _words()
    _list_views()
    for statement in _SHARING:
        op.execute(statement)
    for statement in _FILE if op.get_context().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
    op.execute(_STATE)


def _contact() -> None:
    for name, indexed in (
        ("phone", sa.text("phone")),
        ("mobile", sa.text("mobile")),
        ("email", sa.text("lower(email)")),
    ):
        filled = sa.text(f"{name} <> ''")
        op.create_index(f"ix_contact_{name}", "contact", [indexed], sqlite_where=filled)


def _customer_row() -> None:
    op.create_table(
        "customer_row",
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("number", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("org_no", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("city_spelled", sa.Text(), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.LargeBinary(), nullable=False),
        sa.Column("number_key", sa.LargeBinary(), nullable=False),
        sa.Column("city_key", sa.LargeBinary(), nullable=False),
        sa.Column("contact_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_row")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_row_customer_id_customer")),
    )
    for name, *keys in (
        ("city", "city_key", "name_key"),
        ("contact", "contact_key", "name_key"),
        ("name", "name_key"),
        ("number", "number_key"),
        ("seq", "seq", "name_key"),
    ):
        op.create_index(f"ix_customer_row_{name}", "customer_row", [*keys, "customer_id", "active"], unique=False)
    op.create_index("ix_customer_row_postcode", "customer_row", ["postcode", "name"], unique=False)


def _customer_search() -> None:
    op.create_table(
        "customer_search",
        sa.Column("label", Id, autoincrement=False, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("renumbered", sa.Boolean(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.Column("spelled", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("label", name=op.f("pk_customer_search")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_customer_search_customer_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_search_customer_id_customer")),
    )
    op.create_index("ix_customer_search_numbers", "customer_search", ["numbers"], unique=False)
    op.create_index(op.f("ix_customer_search_renumbered"), "customer_search", ["renumbered"], unique=False)


def _customer_block() -> None:
    op.create_table(
        "customer_block",
        sa.Column("listing", sa.String(length=10), nullable=False),
        sa.Column("key1", sa.LargeBinary(), nullable=False),
        sa.Column("key2", sa.LargeBinary(), nullable=False),
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("active_rows", sa.Integer(), nullable=False),
        sa.Column("inactive_rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("listing", "key1", "key2", "customer_id", name=op.f("pk_customer_block")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_use",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_customer_use")),
        sqlite_with_rowid=False,
    )


def _words() -> None:
    op.create_table(
        "search_word",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("word", name=op.f("uq_search_word_word")),
    )
    op.create_table(
        "search_suffix",
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("word_id", Id, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("suffix", "word_id", name=op.f("pk_search_suffix")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", Id, nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("first", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )


def _list_views() -> None:
    op.create_table(
        "list_view",
        sa.Column("owner", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_view")),
        sa.ForeignKeyConstraint(["owner"], ["user.id"], name=op.f("fk_list_view_owner_user")),
    )
    for column in ("owner", "seq", "shared"):
        op.create_index(op.f(f"ix_list_view_{column}"), "list_view", [column], unique=False)
    op.create_table(
        "default_view",
        sa.Column("user", Id, nullable=False),
        sa.Column("view", Id, nullable=True),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_default_view")),
        sa.UniqueConstraint("user", name=op.f("uq_default_view_user")),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_default_view_user_user")),
        sa.ForeignKeyConstraint(["view"], ["list_view.id"], name=op.f("fk_default_view_view_list_view")),
    )
    op.create_index(op.f("ix_default_view_seq"), "default_view", ["seq"], unique=False)
