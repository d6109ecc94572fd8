"""Makes the weights that ship with Footnote. The product never imports this package."""
