"""Measurements of the product; never imported by it."""
