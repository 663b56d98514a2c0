"""Programs that are run as a whole, to see what they cost."""
