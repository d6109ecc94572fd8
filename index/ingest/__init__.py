"""From what a person names to articles and their passages."""
