"""Movement becomes actions (what the person did) and events (what moved on its own)."""
