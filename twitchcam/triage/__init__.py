"""From what a person said and what the video showed to advice that a doctor would sign."""
