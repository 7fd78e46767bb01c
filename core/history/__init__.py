"""History: who changed what, and taking it back."""
