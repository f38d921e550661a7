"""Clean input of the frame; nothing here saves."""
