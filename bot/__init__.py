"""The faces of Footnote: what a person talks to."""
