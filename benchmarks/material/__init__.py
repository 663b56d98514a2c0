"""What is measured on: made clips and tracks, and the truth of real recordings."""
