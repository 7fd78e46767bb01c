"""Records: what every slice needs of the frame: ids, and what changed since."""
