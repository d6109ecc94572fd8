"""Feeds, whose new articles come by themselves; ``index.feeds.feeds`` is the door."""
