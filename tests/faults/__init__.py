"""What happens when a part of the installation dies while people work."""
