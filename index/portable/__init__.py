"""A library as one file that outlives the schema: written while it is in use, and read back."""
