"""What keeps the project in order: the checks that `start.py check` runs, and the catalogues."""
