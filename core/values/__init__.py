"""Values of the trade: parse what people type, check it, and write it as the trade does (DOMAIN 3, LOOK 2)."""
