"""Tables on the screen, and numbers that are stored."""
