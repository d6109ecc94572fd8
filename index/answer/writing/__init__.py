"""Answers that a language model writes, and what of them is proved."""
