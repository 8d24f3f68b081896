"""小店: a SKU sold plainly at its private price."""
