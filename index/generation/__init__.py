"""The language model that writes answers: which one, what it is asked, and how it may fail."""
