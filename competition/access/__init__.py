"""The doors of the frame: give me this if I may do that with it. A stranger gets the same 404 as for nothing at all."""
