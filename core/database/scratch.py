"""Rows that are no part of the domain, written and deleted without history: pieces of blobs, what jobs found out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from core.database.guard import writing

ItemValues = tuple[int, int, str, bool, bool, str]
"""job, n, outcome, warned, differs, data (JSON)."""


def insert_items(connection: Connection, items: Sequence[ItemValues]) -> None:
    """Write what a job found out about rows of its input; a row that it had looked at before is replaced."""
    if items:
        with writing(connection):
            connection.exec_driver_sql(
                "INSERT INTO job_item (job, n, outcome, warned, differs, data) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (job, n) DO UPDATE SET outcome = excluded.outcome, warned = excluded.warned,"
                " differs = excluded.differs, data = excluded.data",
                list(items),
            )


def delete_items(connection: Connection, job: int, most: int) -> int:
    """Delete up to `most` findings of a job; return how many were."""
    with writing(connection):
        return connection.exec_driver_sql(
            "DELETE FROM job_item WHERE job = ? AND n IN (SELECT n FROM job_item WHERE job = ? LIMIT ?)",
            (job, job, most),
        ).rowcount


def insert_piece(connection: Connection, upload: str, n: int, content: bytes) -> None:
    """Write one piece of an upload."""
    with writing(connection):
        connection.exec_driver_sql("INSERT INTO blob_piece (upload, n, bytes) VALUES (?, ?, ?)", (upload, n, content))


def delete_pieces(connection: Connection, upload: str, most: int) -> int:
    """Delete up to `most` pieces of an upload; return how many were."""
    with writing(connection):
        return connection.exec_driver_sql(
            "DELETE FROM blob_piece WHERE upload = ? AND n IN (SELECT n FROM blob_piece WHERE upload = ? LIMIT ?)",
            (upload, upload, most),
        ).rowcount


def delete_blob(connection: Connection, digest: str) -> None:
    """Forget a blob; its pieces go by `delete_pieces`."""
    with writing(connection):
        connection.exec_driver_sql("DELETE FROM blob WHERE hash = ?", (digest,))


def uploads_before(connection: Connection, stamp: str) -> list[str]:
    """Return the uploads begun before a moment that belong to no blob: broken off, or let go of."""
    found = connection.exec_driver_sql(
        "SELECT DISTINCT upload FROM blob_piece WHERE upload < ? AND upload NOT IN (SELECT upload FROM blob)", (stamp,)
    )
    return [row.upload for row in found]


def forgotten_blobs(connection: Connection, stamp: str) -> list[str]:
    """Return the hashes of blobs that came before a moment and that no job worked with since."""
    found = connection.exec_driver_sql(
        "SELECT hash FROM blob WHERE at < ? AND NOT EXISTS"
        " (SELECT 1 FROM job WHERE job.heartbeat >= ? AND instr(job.arguments, blob.hash) > 0)",
        (stamp, stamp),
    )
    return [row.hash for row in found]


def idle_jobs(connection: Connection, stamp: str) -> list[int]:
    """Return the jobs that still have findings and did nothing since a moment."""
    found = connection.exec_driver_sql(
        "SELECT id FROM job WHERE heartbeat < ? AND EXISTS (SELECT 1 FROM job_item WHERE job_item.job = job.id)",
        (stamp,),
    )
    return [row.id for row in found]
