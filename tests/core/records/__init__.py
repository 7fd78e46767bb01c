"""Changes: told, waited for, and remembered."""
