"""Articles in, cited answers out; ``index.library`` is the front door."""
