"""Web pages, fetched with a guard; ``index.fetch.fetching`` is the door."""
