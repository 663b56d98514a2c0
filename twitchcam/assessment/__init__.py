"""What of a recording can be judged, how finely, and what must not be said of it."""
