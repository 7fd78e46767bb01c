"""The texts of what can be wrong with a file, its mapping and its rows: short beside a field, long in lists."""

from __future__ import annotations

from core.text import N_

SHORT: dict[str, str] = {
    "file.empty": N_("The file is empty"),
    "file.corrupt": N_("The file is damaged"),
    "file.password": N_("The file has a password"),
    "file.too_large": N_("At most {high} MB"),
    "file.cells": N_("At most {high} rows"),
    "file.columns": N_("At most {high} columns"),
    "file.unsafe": N_("Save the workbook again"),
    "file.unknown": N_("Not a register: {kind}"),
    "file.binary": N_("Neither text nor workbook"),
    "file.special": N_("A device or pipe, no file"),
    "file.no_rows": N_("No rows in the file"),
    "file.sheet": N_("No such sheet"),
    "file.cell": N_("Too long a cell: row {row}"),
    "file.quote": N_("Open quotation mark: row {row}"),
    "mapping.field": N_("No such field"),
    "mapping.heading": N_("No such heading"),
    "mapping.twice": N_("Chosen for two columns"),
    "mapping.nobody": N_("Choose name or number"),
    "row.repeated": N_("The same as row {row}"),
    "row.other_name": N_("Row {row} has another name"),
    "row.first_refused": N_("Row {row} is refused"),
    "row.ambiguous": N_("Several customers have it"),
    "row.cells": N_("More cells than headings"),
    "row.no_customer": N_("Not a customer"),
    "row.skipped": N_("Left out"),
    "cell.choice": N_("Not a choice, left as it is"),
    "cell.error": N_("An error of the spreadsheet"),
    "cell.encoding": N_("Letters that can't be read"),
}
LONG: dict[str, str] = {
    "file.empty": N_("The file is empty: choose another, or save it again where it comes from"),
    "file.corrupt": N_("The file is damaged: open it in the program it comes from, save it again, and choose it here"),
    "file.password": N_("The file has a password: save it without one, and choose it again"),
    "file.too_large": N_("The file is larger than can be read ({high} MB): save it as CSV, or in several parts"),
    "file.cells": N_(
        "The sheet has more than the {high} rows that can be read from a workbook this wide: save it as CSV"
    ),
    "file.columns": N_("The file has more than {high} columns: take away those that hold nothing"),
    "file.unsafe": N_(
        "The workbook declares what no spreadsheet program writes: open it in Excel or LibreOffice and save it again"
    ),
    "file.unknown": N_("This is no register but another kind of file ({kind}): save the register as XLSX or CSV"),
    "file.binary": N_("This is neither text nor a workbook: save the register as XLSX or CSV"),
    "file.special": N_("This is a device or a pipe, no file: save the register as a file first, and choose that"),
    "file.no_rows": N_("There are no rows in the file: check that the right one was chosen"),
    "file.sheet": N_("The workbook has no sheet {name}: choose another"),
    "file.cell": N_("A cell in row {row} has more than {high} characters: shorten it and choose the file again"),
    "file.quote": N_("A quotation mark begins in row {row} and never ends: mend that row and choose the file again"),
    "mapping.field": N_("There is no field {field}: choose another for the column"),
    "mapping.heading": N_("The file has no column {heading}: write the heading as it is in the file, or its letter"),
    "mapping.twice": N_("Two columns are read as {field}: choose another field for one of them"),
    "mapping.nobody": N_("No column says which customer a row is about: choose one for name, number or org. no."),
    "row.repeated": N_("names the same customer as row {row}, without another contact or address: keep one of the two"),
    "row.other_name": N_("row {row} has the same number and another name: mend whichever of the two is wrong"),
    "row.first_refused": N_("goes with row {row}, which is refused: mend that one"),
    "row.ambiguous": N_("several customers have this org. no.: write the customer number"),
    "row.cells": N_("{have} cells under {columns} headings: a quotation mark may be missing"),
    "row.no_customer": N_("a total or a line of a printed list, no customer"),
    "row.skipped": N_("left out, as was asked for"),
    "cell.choice": N_("“{value}” is none of the choices: the field is left as it is"),
    "cell.error": N_("{value} is an error of the spreadsheet: the field is left as it is"),
    "cell.encoding": N_("some letters could not be read: check the text, or choose the encoding"),
}
"""Code -> English text. Those of rows and cells follow the heading of the column, so they begin in lower case."""
