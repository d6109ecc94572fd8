"""What other articles of a story make of a quotation."""
