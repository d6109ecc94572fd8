"""Reading: which sentences of a passage answer a question, and which of their words."""
