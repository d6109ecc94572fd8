"""Text into vectors: the model that ships, and any other that the settings name."""
