"""What the list shows, taken out: its rows as a file for a spreadsheet or for a printer."""
