"""One script a schema change, in order."""
