"""Files: blobs in pieces, in the register's own database."""
