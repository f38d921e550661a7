"""Reads of the frame."""
