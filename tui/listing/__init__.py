"""The list of customers without its widgets: what is asked for, the windows of rows, what each line says."""
