"""How large a file may be before it is refused with advice; measured so that reading stays under 250 MB."""

from __future__ import annotations

CSV_BYTES = 512 * 1024 * 1024
"""A CSV file is read a line at a time, so only the register's own file limits it."""
WORKBOOK_BYTES = 48 * 1024 * 1024
UNPACKED_BYTES = 128 * 1024 * 1024
"""What all parts of a workbook may come to when unpacked."""
CELLS = 1_400_000
"""Rows times columns of a sheet: they lie in memory together, some hundred bytes each with their text."""
COLUMNS = 700
CELL_CHARACTERS = 100_000
"""More in one cell is a quotation mark that never ends, or no register."""
LINE_CHARACTERS = 4 * 1024 * 1024
"""A line is read in pieces of this: longer than any row, and little enough to hold."""
SAMPLE_ROWS = 200
"""How many rows from the top are looked at to find the heading, the delimiter and examples."""
HEADING_WITHIN = 40
