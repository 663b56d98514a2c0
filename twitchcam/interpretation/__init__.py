"""Actions and events become plain findings with numbers and limits."""
