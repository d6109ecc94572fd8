"""Footnote in Discord: ask in a channel, see the proof, manage articles."""
