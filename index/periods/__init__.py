"""The time that a question names: words that stand for days, told by patterns for English."""
