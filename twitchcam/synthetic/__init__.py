"""Made signals, tracks and clips whose truth is known."""
