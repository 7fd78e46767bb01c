"""The form without its widget: what is edited, what is wrong with it, what is kept of it, and how two edits become one."""
