"""Pages of the entry."""
