"""Jobs: long work in chunks, with progress, that can be cancelled."""
