"""Beside twitchcam: what everybody would write first, and other versions of itself."""
