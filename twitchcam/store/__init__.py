"""People, their recordings, and the results over time."""
