"""The catalogue, which is the truth, and the vectors and words that are derived from it."""
