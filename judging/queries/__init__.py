"""Reads of the verdict."""
