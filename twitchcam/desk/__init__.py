"""The window on the desk: what a person sees and hears while they record or watch themself."""
