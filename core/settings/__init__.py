"""Settings of the company: typed, with default, effect and text in one table."""
