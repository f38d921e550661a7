"""The only writers of the verdict."""
