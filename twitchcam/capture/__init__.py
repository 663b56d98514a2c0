"""Recordings become frames with true times."""
