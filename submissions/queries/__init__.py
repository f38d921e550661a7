"""Reads of the entry."""
