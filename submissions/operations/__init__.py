"""The only writers of the entry."""
