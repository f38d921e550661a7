"""The only writers of the frame."""
