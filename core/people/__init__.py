"""People: the users of a register and what they may do."""
