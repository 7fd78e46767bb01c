"""The catalogues of texts: kundkort.po the interface, customer.po what customers are sent."""
