"""Hits in, cited answers out."""
