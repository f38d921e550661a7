"""Pages of the verdict."""
