"""Frames become a face track: landmarks, head frame, skin flow. No picture leaves this room."""
