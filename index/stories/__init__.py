"""Near and reworded copies of an article: recognised, aligned, and compared."""
