"""Doors: declared, authorised, parsed, answered."""
