"""The first schema of all: every table of the frame, the customers, imports and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _activity()
    _blob()
    _blob_piece()
    _change_set()
    _customer()
    _feed()
    _id_block()
    _import_mapping()
    _job()
    _job_item()
    _receipt()
    _setting()
    _user()
    _access()
    _buyer()
    _change()
    _contact()
    _customer_alias()
    _customer_search()
    _customer_search_beginning()
    _customer_search_line()
    _user_right()


def _activity() -> None:
    op.create_table(
        "activity",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", Id, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("root_kind", sa.String(length=40), nullable=False),
        sa.Column("root_id", Id, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index(op.f("ix_activity_at"), "activity", ["at"], unique=False)


def _blob() -> None:
    op.create_table(
        "blob",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size", Id, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("upload", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_blob")),
    )
    op.create_index(op.f("ix_blob_at"), "blob", ["at"], unique=False)
    op.create_index(op.f("ix_blob_upload"), "blob", ["upload"], unique=False)


def _blob_piece() -> None:
    op.create_table(
        "blob_piece",
        sa.Column("upload", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("upload", "n", name=op.f("pk_blob_piece")),
    )


def _change_set() -> None:
    op.create_table(
        "change_set",
        sa.Column("seq", Id, autoincrement=False, nullable=False),
        sa.Column("batch", Id, nullable=True),
        sa.Column("operation", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("actor", Id, nullable=False),
        sa.Column("device", Id, nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("undoes", Id, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change_set")),
    )
    op.create_index(op.f("ix_change_set_batch"), "change_set", ["batch"], unique=False)
    op.create_index(op.f("ix_change_set_session"), "change_set", ["session"], unique=False)
    op.create_index(op.f("ix_change_set_undoes"), "change_set", ["undoes"], unique=False)


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("number", sa.String(length=50), nullable=False),
        sa.Column("number_folded", sa.String(length=50), nullable=False),
        sa.Column("number_rank", sa.String(length=52), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("org_no", sa.String(length=20), nullable=False),
        sa.Column("vat_no", sa.String(length=20), nullable=False),
        sa.Column("e_invoice", sa.String(length=60), nullable=False),
        sa.Column("vat_type", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("cost_centre", sa.String(length=100), nullable=False),
        sa.Column("customer_order_no", sa.String(length=100), nullable=False),
        sa.Column("tax_property", sa.String(length=40), nullable=False),
        sa.Column("tax_apartment_no", sa.String(length=25), nullable=False),
        sa.Column("tax_brf_org_no", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("facilities_disabled", sa.Boolean(), nullable=False),
        sa.Column("facility_required", sa.Boolean(), nullable=False),
        sa.Column("cost_centre_required", sa.Boolean(), nullable=False),
        sa.Column("always_invoice", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("visiting_row1", sa.String(length=200), nullable=False),
        sa.Column("visiting_row2", sa.String(length=200), nullable=False),
        sa.Column("visiting_postcode", sa.String(length=20), nullable=False),
        sa.Column("visiting_city", sa.String(length=100), nullable=False),
        sa.Column("visiting_country", sa.String(length=2), nullable=False),
        sa.Column("visiting_province", sa.String(length=100), nullable=False),
        sa.Column("invoice_row1", sa.String(length=200), nullable=False),
        sa.Column("invoice_row2", sa.String(length=200), nullable=False),
        sa.Column("invoice_postcode", sa.String(length=20), nullable=False),
        sa.Column("invoice_city", sa.String(length=100), nullable=False),
        sa.Column("invoice_country", sa.String(length=2), nullable=False),
        sa.Column("invoice_province", sa.String(length=100), nullable=False),
        sa.Column("postal_row1", sa.String(length=200), nullable=False),
        sa.Column("postal_row2", sa.String(length=200), nullable=False),
        sa.Column("postal_postcode", sa.String(length=20), nullable=False),
        sa.Column("postal_city", sa.String(length=100), nullable=False),
        sa.Column("postal_country", sa.String(length=2), nullable=False),
        sa.Column("postal_province", sa.String(length=100), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("number_folded", name=op.f("uq_customer_number_folded")),
    )
    op.create_index(op.f("ix_customer_number_rank"), "customer", ["number_rank"], unique=False)
    op.create_index(op.f("ix_customer_org_no"), "customer", ["org_no"], unique=False)
    op.create_index(op.f("ix_customer_seq"), "customer", ["seq"], unique=False)


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("revision", sa.String(length=40), nullable=False),
        sa.Column("counter", Id, nullable=False),
        sa.Column("device", Id, nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
    )


def _id_block() -> None:
    op.create_table(
        "id_block",
        sa.Column("first", Id, autoincrement=False, nullable=False),
        sa.Column("last", Id, nullable=False),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("actor", Id, nullable=False),
        sa.Column("device", Id, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("first", name=op.f("pk_id_block")),
    )
    op.create_index(op.f("ix_id_block_actor"), "id_block", ["actor"], unique=False)
    op.create_index(op.f("ix_id_block_session"), "id_block", ["session"], unique=False)


def _import_mapping() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("headings", name=op.f("pk_import_mapping")),
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", Id, nullable=False),
        sa.Column("total", Id, nullable=False),
        sa.Column("batch", Id, nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("actor", Id, nullable=False),
        sa.Column("heartbeat", sa.String(length=32), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )


def _job_item() -> None:
    op.create_table(
        "job_item",
        sa.Column("job", Id, autoincrement=False, nullable=False),
        sa.Column("n", Id, autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job", "n", name=op.f("pk_job_item")),
    )
    op.create_index("ix_job_item_outcome", "job_item", ["job", "outcome", "n"], unique=False)


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("operation_id", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("operation_id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_at"), "receipt", ["at"], unique=False)


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("key", name=op.f("uq_setting_key")),
    )
    op.create_index(op.f("ix_setting_seq"), "setting", ["seq"], unique=False)


def _user() -> None:
    op.create_table(
        "user",
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("only_assigned", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
    )
    op.create_index(op.f("ix_user_seq"), "user", ["seq"], unique=False)


def _access() -> None:
    op.create_table(
        "access",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("user", Id, nullable=False),
        sa.Column("customer", Id, nullable=True),
        sa.Column("gained_seq", Id, nullable=False),
        sa.Column("lost_seq", Id, nullable=True),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_access_user_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    op.create_index("ix_access_user_customer", "access", ["user", "customer"], unique=False)


def _buyer() -> None:
    op.create_table(
        "buyer",
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("personal_no", sa.String(length=12), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_buyer_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer")),
    )
    op.create_index(op.f("ix_buyer_customer_id"), "buyer", ["customer_id"], unique=False)
    op.create_index(op.f("ix_buyer_seq"), "buyer", ["seq"], unique=False)


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("root_kind", sa.String(length=40), nullable=False),
        sa.Column("root_id", Id, nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("now", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["change_set.seq"], name=op.f("fk_change_seq_change_set")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_root", "change", ["root_kind", "root_id", "seq"], unique=False)
    op.create_index(op.f("ix_change_seq"), "change", ["seq"], unique=False)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("mobile", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("send_protocol", sa.Boolean(), nullable=False),
        sa.Column("send_work_order", sa.Boolean(), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"], unique=False)
    op.create_index(op.f("ix_contact_seq"), "contact", ["seq"], unique=False)


def _customer_alias() -> None:
    op.create_table(
        "customer_alias",
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("number", sa.String(length=50), nullable=False),
        sa.Column("number_folded", sa.String(length=50), nullable=False),
        sa.Column("number_rank", sa.String(length=52), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_alias_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_alias")),
    )
    op.create_index(op.f("ix_customer_alias_customer_id"), "customer_alias", ["customer_id"], unique=False)
    op.create_index(op.f("ix_customer_alias_number_folded"), "customer_alias", ["number_folded"], unique=False)
    op.create_index(op.f("ix_customer_alias_number_rank"), "customer_alias", ["number_rank"], unique=False)
    op.create_index(op.f("ix_customer_alias_seq"), "customer_alias", ["seq"], unique=False)


def _customer_search() -> None:
    op.create_table(
        "customer_search",
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.Column("spelled", sa.Text(), nullable=True),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("renumbered", sa.Boolean(), nullable=False),
        sa.Column("name_key", sa.LargeBinary(), nullable=False),
        sa.Column("number_key", sa.LargeBinary(), nullable=False),
        sa.Column("city_key", sa.LargeBinary(), nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("org_no", sa.String(length=20), nullable=False),
        sa.Column("city_spelled", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_search_customer_id_customer")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_search")),
    )
    op.create_index(
        "ix_customer_search_city", "customer_search", ["city_key", "name_key", "customer_id", "active"], unique=False
    )
    op.create_index("ix_customer_search_name", "customer_search", ["name_key", "customer_id", "active"], unique=False)
    op.create_index(
        "ix_customer_search_number", "customer_search", ["number_key", "customer_id", "active"], unique=False
    )
    op.create_index("ix_customer_search_numbers", "customer_search", ["numbers"], unique=False)
    op.create_index(op.f("ix_customer_search_renumbered"), "customer_search", ["renumbered"], unique=False)
    op.create_index("ix_customer_search_seq", "customer_search", ["seq", "customer_id", "active"], unique=False)


def _customer_search_beginning() -> None:
    op.create_index("ix_customer_search_beginning", "customer_search", [sa.text("substr(folded, 1, 40)")], unique=False)


def _customer_search_line() -> None:
    op.create_table(
        "customer_search_line",
        sa.Column("customer_id", Id, autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.Column("spelled", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_search_line_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("customer_id", "line", name=op.f("pk_customer_search_line")),
        sqlite_with_rowid=False,
    )


def _user_right() -> None:
    op.create_table(
        "user_right",
        sa.Column("user", Id, nullable=False),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("seq", Id, nullable=False),
        sa.Column("removed_seq", Id, nullable=True),
        sa.ForeignKeyConstraint(["user"], ["user.id"], name=op.f("fk_user_right_user_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_right")),
    )
    op.create_index(op.f("ix_user_right_seq"), "user_right", ["seq"], unique=False)
    op.create_index(op.f("ix_user_right_user"), "user_right", ["user"], unique=False)
    # ### end Alembic commands ###
