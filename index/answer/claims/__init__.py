"""What a claim says, and whether sentences bear it."""
