"""Clean input of the entry; nothing here saves."""
