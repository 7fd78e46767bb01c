"""Taking out what the list shows: what is asked for, the job behind it, and the file on this computer."""
