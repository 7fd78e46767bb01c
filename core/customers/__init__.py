"""Customers: the card with its addresses and contacts, the list, and finding."""
