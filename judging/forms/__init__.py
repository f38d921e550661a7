"""What the pages of the verdict take in: clean input, nothing saved."""
