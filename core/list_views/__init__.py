"""List views: what a list of customers shows, kept under a name, one's own or for everybody."""
